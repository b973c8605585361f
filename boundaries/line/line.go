// Package line keeps the lines 界线 between divisions: one geometry with two
// owners, in two times; the junctions 交会点 that lines share; the documents of
// a line, enclaves 飞地 and works across it 跨界工程. It derives lines from areas,
// makes areas from lines, and checks both.
//
// A line stays where its agreement put it. Nothing here moves it after a river
// or a road that has moved: where nature changes a line feature, the agreed line
// stays unless the agreement says otherwise (行政区域界线管理条例 art. 7). The only
// way to another geometry is a change that a person enters with its basis.
package line

import (
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/internal/version"
)

// Errors that callers tell apart with errors.Is.
var (
	ErrNotFound  = errors.New("boundary line not found")
	ErrWithdrawn = errors.New("boundary line was withdrawn from the register")
	// ErrChanged refuses a change of a version that is no longer the present one.
	ErrChanged = errors.New("the boundary line was changed meanwhile")
	// ErrNumber refuses a number that another line bears, or that is not of the
	// form that the place has set.
	ErrNumber = errors.New("the number of the line is taken or not of the form that is set")
	// ErrOwners refuses owners that cannot own a line.
	ErrOwners = errors.New("a line has a division on side a and another owner on side b")
	// ErrGeometry refuses a geometry that is no line.
	ErrGeometry = errors.New("the geometry is no line between junctions")
	// ErrText refuses a line without a name, a source or a reason.
	ErrText = errors.New("a line needs a name, its source and a reason")
)

// An OwnerKind is what lies on one side of a line.
type OwnerKind string

// The kinds of owners.
const (
	Division OwnerKind = "division" // also one of which only code and name are held 代管
	Sea      OwnerKind = "sea"
	NotHeld  OwnerKind = "not_held" // land of which this register knows nothing
)

// An Owner is what lies on one side of a line.
type Owner struct {
	Kind     OwnerKind
	Division uuid.UUID // of kind division; else uuid.Nil
}

// DivisionOwner gives a division as an owner.
func DivisionOwner(id uuid.UUID) Owner { return Owner{Division, id} }

// A Line is one version of a line.
type Line struct {
	ID            uuid.UUID
	County        string // of owner a: by which large tables are divided
	Number, Name  string
	Level         boundaries.Level // the highest that differs on the two sides
	A, B          Owner
	AOnLeft       bool                // whether A lies to the left in the direction drawn
	Geometry      orb.MultiLineString // CGCS2000; each part from junction to junction, or closed
	LengthM       float64             // geodesic, measured by the database
	LengthStated  string              // as the agreement says it
	ApprovedBy    string              // 批准机关
	ApprovalNo    string              // 批准文号
	ApprovedOn    version.Date
	Agreement     string // what the agreement says beside the line
	Description   string // 走向说明
	Visibility    string // public or internal
	Source        string
	Valid         version.Span
	Recorded      time.Time // when the register began to say so
	Version       int64
	Entry         int64
	RecordedUntil time.Time // zero while the register says so
}

// Owner gives the owner of a side.
func (l Line) Owner(s boundaries.Side) Owner {
	if s == boundaries.SideA {
		return l.A
	}
	return l.B
}

// A Junction is a point that lines share.
type Junction struct {
	ID    uuid.UUID
	Name  string
	Point orb.Point // CGCS2000
}
