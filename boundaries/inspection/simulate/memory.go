package simulate

import (
	"bytes"
	"context"
	"io"
	"slices"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/boundaries/inspection"
)

// Memory keeps everything in maps. One transaction runs at a time; what it
// did is undone if it does not commit.
type Memory struct {
	devices    map[uuid.UUID]inspection.Device
	tasks      map[uuid.UUID]*memoryTask
	objects    map[inspection.Object]bool // false: withdrawn
	records    map[uuid.UUID]*inspection.StoredRecord
	about      map[uuid.UUID][]uuid.UUID
	files      map[string]*memoryFile
	sheets     map[string]inspection.StoredSheet
	signatures map[uuid.UUID]inspection.StoredSignature
	undo       []func()
}

type memoryTask struct {
	open       bool
	rights     map[uuid.UUID]inspection.Rights // by owner
	records    []uuid.UUID
	sheets     []string
	signatures []uuid.UUID
	scans      []string
}

type memoryFile struct {
	size    int64
	bytes   []byte
	receipt *inspection.SignedReceipt
}

// NewMemory is a server that keeps nothing yet.
func NewMemory() *Memory {
	return &Memory{devices: map[uuid.UUID]inspection.Device{}, tasks: map[uuid.UUID]*memoryTask{}, objects: map[inspection.Object]bool{},
		records: map[uuid.UUID]*inspection.StoredRecord{}, about: map[uuid.UUID][]uuid.UUID{}, files: map[string]*memoryFile{},
		sheets: map[string]inspection.StoredSheet{}, signatures: map[uuid.UUID]inspection.StoredSignature{}}
}

// Transact implements [Keeper].
func (m *Memory) Transact(f func(inspection.Books) error) error {
	m.undo = m.undo[:0]
	err := f(m)
	if err != nil {
		for _, undo := range slices.Backward(m.undo) {
			undo()
		}
	}
	m.undo = m.undo[:0]
	return err
}

func (m *Memory) undoing(f func()) { m.undo = append(m.undo, f) }

func (m *Memory) task(id uuid.UUID) *memoryTask {
	if t := m.tasks[id]; t != nil {
		return t
	}
	return &memoryTask{}
}

// OpenTask implements [Keeper].
func (m *Memory) OpenTask(task uuid.UUID, objects []inspection.Object) error {
	m.tasks[task] = &memoryTask{open: true, rights: map[uuid.UUID]inspection.Rights{}}
	for _, o := range objects {
		m.objects[o] = true
	}
	return nil
}

// Register implements [Keeper].
func (m *Memory) Register(d inspection.Device) error {
	m.devices[d.ID] = d
	return nil
}

// Assign implements [Keeper].
func (m *Memory) Assign(d inspection.Device, task uuid.UUID, sides []boundaries.Side) error {
	r := m.tasks[task].rights[d.Owner]
	r.Once = append(slices.Clone(r.Once), sides...)
	r.Now = sides
	m.tasks[task].rights[d.Owner] = r
	return nil
}

// WithdrawObject implements [Keeper].
func (m *Memory) WithdrawObject(o inspection.Object) error {
	m.objects[o] = false
	return nil
}

// CloseTask implements [Keeper].
func (m *Memory) CloseTask(task uuid.UUID) error {
	m.tasks[task].open = false
	return nil
}

// WithdrawDevice implements [Keeper].
func (m *Memory) WithdrawDevice(device uuid.UUID, withdrawn bool) error {
	d := m.devices[device]
	d.Withdrawn = withdrawn
	m.devices[device] = d
	return nil
}

// FileScan implements [Keeper].
func (m *Memory) FileScan(task uuid.UUID, sheet string) error {
	m.tasks[task].scans = append(m.tasks[task].scans, sheet)
	return nil
}

// KeepDevice implements [inspection.Importing].
func (m *Memory) KeepDevice(_ context.Context, _, _ string, d inspection.FileDevice, task uuid.UUID) error {
	if _, known := m.devices[d.ID]; !known {
		d.Foreign = true
		m.devices[d.ID] = d.Device
		m.undoing(func() { delete(m.devices, d.ID) })
	}
	t := m.task(task)
	was := t.rights[d.Owner]
	r := was
	for _, side := range d.Sides {
		if !slices.Contains(r.Now, side) && !slices.Contains(r.Once, side) {
			r.Once = append(slices.Clip(r.Once), side)
		}
	}
	t.rights[d.Owner] = r
	m.undoing(func() { t.rights[d.Owner] = was })
	return nil
}

// Lock implements [inspection.Books].
func (m *Memory) Lock(context.Context, ...string) error { return nil }

// Device implements [inspection.Books].
func (m *Memory) Device(_ context.Context, id uuid.UUID) (*inspection.Device, error) {
	if d, ok := m.devices[id]; ok {
		return &d, nil
	}
	return nil, nil
}

// Task implements [inspection.Books].
func (m *Memory) Task(_ context.Context, id uuid.UUID) (known, open bool, err error) {
	t, known := m.tasks[id]
	return known, known && t.open, nil
}

// Rights implements [inspection.Books].
func (m *Memory) Rights(_ context.Context, d inspection.Device, task uuid.UUID) (inspection.Rights, error) {
	return m.task(task).rights[d.Owner], nil
}

// ObjectStands implements [inspection.Books].
func (m *Memory) ObjectStands(_ context.Context, _ uuid.UUID, o inspection.Object) (bool, error) {
	return m.objects[o], nil
}

// Record implements [inspection.Books].
func (m *Memory) Record(_ context.Context, id uuid.UUID) (*inspection.StoredRecord, error) {
	if r := m.records[id]; r != nil {
		held := *r
		return &held, nil
	}
	return nil, nil
}

// KeepRecord implements [inspection.Books].
func (m *Memory) KeepRecord(_ context.Context, r inspection.StoredRecord) error {
	id, t := r.Record.ID, m.task(r.Record.Task)
	was := m.records[id]
	m.records[id] = &r
	if was != nil {
		m.undoing(func() { m.records[id] = was })
		return nil
	}
	n := len(t.records)
	t.records = append(t.records, id)
	m.undoing(func() { delete(m.records, id); t.records = t.records[:n] })
	if a := r.Record.About; a != nil {
		before := m.about[*a]
		m.about[*a] = append(slices.Clip(before), id)
		m.undoing(func() { m.about[*a] = before })
	}
	return nil
}

// About implements [inspection.Books].
func (m *Memory) About(_ context.Context, id uuid.UUID) ([]inspection.StoredRecord, error) {
	var out []inspection.StoredRecord
	for _, a := range m.about[id] {
		out = append(out, *m.records[a])
	}
	return out, nil
}

// Withdraw implements [inspection.Books].
func (m *Memory) Withdraw(_ context.Context, id, _ uuid.UUID) error {
	r := m.records[id]
	was := r.Withdrawn
	r.Withdrawn = true
	m.undoing(func() { r.Withdrawn = was })
	return nil
}

// File implements [inspection.Books].
func (m *Memory) File(_ context.Context, sha256 string) (*inspection.StoredFile, error) {
	f := m.files[sha256]
	if f == nil {
		return nil, nil
	}
	return &inspection.StoredFile{Have: int64(len(f.bytes)), Size: f.size, Receipt: f.receipt}, nil
}

// change gives the file to change, as a copy, and undoes it.
func (m *Memory) change(sha256 string) *memoryFile {
	was := m.files[sha256]
	m.undoing(func() {
		if m.files[sha256] = was; was == nil {
			delete(m.files, sha256)
		}
	})
	f := &memoryFile{}
	if was != nil {
		*f = *was
	}
	m.files[sha256] = f
	return f
}

// KeepChunk implements [inspection.Books].
func (m *Memory) KeepChunk(_ context.Context, sha256 string, size, offset int64, chunk []byte) error {
	f := m.change(sha256)
	f.size, f.bytes = size, append(slices.Clip(f.bytes[:offset]), chunk...)
	return nil
}

// FileBytes implements [inspection.Books].
func (m *Memory) FileBytes(_ context.Context, sha256 string) (io.ReaderAt, error) {
	return bytes.NewReader(m.files[sha256].bytes), nil
}

// EmptyFile implements [inspection.Books].
func (m *Memory) EmptyFile(_ context.Context, sha256 string) error {
	m.change(sha256).bytes = nil
	return nil
}

// FinishFile implements [inspection.Books].
func (m *Memory) FinishFile(_ context.Context, sha256 string, _ uuid.UUID, receipt inspection.SignedReceipt) error {
	m.change(sha256).receipt = &receipt
	return nil
}

// Sheet implements [inspection.Books].
func (m *Memory) Sheet(_ context.Context, digest string) (*inspection.StoredSheet, error) {
	if s, ok := m.sheets[digest]; ok {
		return &s, nil
	}
	return nil, nil
}

// KeepSheet implements [inspection.Books].
func (m *Memory) KeepSheet(_ context.Context, s inspection.StoredSheet) error {
	t := m.task(s.Sheet.Task)
	n := len(t.sheets)
	m.sheets[s.Digest], t.sheets = s, append(t.sheets, s.Digest)
	m.undoing(func() { delete(m.sheets, s.Digest); t.sheets = t.sheets[:n] })
	return nil
}

// Signature implements [inspection.Books].
func (m *Memory) Signature(_ context.Context, id uuid.UUID) (*inspection.StoredSignature, error) {
	if s, ok := m.signatures[id]; ok {
		return &s, nil
	}
	return nil, nil
}

// KeepSignature implements [inspection.Books].
func (m *Memory) KeepSignature(_ context.Context, s inspection.StoredSignature) error {
	t, id := m.task(s.Statement.Task), s.Statement.ID
	n := len(t.signatures)
	m.signatures[id], t.signatures = s, append(t.signatures, id)
	m.undoing(func() { delete(m.signatures, id); t.signatures = t.signatures[:n] })
	return nil
}

// RecordsOf implements [inspection.Books].
func (m *Memory) RecordsOf(_ context.Context, task uuid.UUID) ([]inspection.StoredRecord, error) {
	var out []inspection.StoredRecord
	for _, id := range m.task(task).records {
		out = append(out, *m.records[id])
	}
	return out, nil
}

// SheetsOf implements [inspection.Books].
func (m *Memory) SheetsOf(_ context.Context, task uuid.UUID) ([]inspection.StoredSheet, error) {
	var out []inspection.StoredSheet
	for _, digest := range m.task(task).sheets {
		out = append(out, m.sheets[digest])
	}
	return out, nil
}

// SignaturesOf implements [inspection.Books].
func (m *Memory) SignaturesOf(_ context.Context, task uuid.UUID) ([]inspection.StoredSignature, error) {
	var out []inspection.StoredSignature
	for _, id := range m.task(task).signatures {
		out = append(out, m.signatures[id])
	}
	return out, nil
}

// Scanned implements [inspection.Books].
func (m *Memory) Scanned(_ context.Context, task uuid.UUID, sheet string) (bool, error) {
	return slices.Contains(m.task(task).scans, sheet), nil
}
