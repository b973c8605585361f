package papers

import (
	"io"
	"time"

	"diming/internal/version"
)

// An Archive is the name archive 地名档案 of a place (地名管理条例 art. 26): what it
// was called, and the decisions about it with their papers. What a reader may
// not see is not in it.
type Archive struct {
	Place     ArchivePlace      `json:"place"`
	Names     []ArchiveName     `json:"names" doc:"Every name that the place bore or bears, standard ones first, the latest first."`
	Decisions []ArchiveDecision `json:"decisions" doc:"Cases about the place, the latest first."`
	Records   []ArchiveRecord   `json:"records" doc:"What other parts of the register keep of the place: certificates, signs."`
	Whole     bool              `json:"whole" doc:"False where the reader sees only what is public."`

	Bureau string       `json:"-"`
	Today  version.Date `json:"-"` // of the print
	Head   Head         `json:"-"`
	Demo   bool         `json:"-"`
}

// An ArchivePlace is the place as its archive tells it.
type ArchivePlace struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Reading     string `json:"reading"`
	State       string `json:"state" enum:"current,ended,replaced,withdrawn"`
	Reason      string `json:"reason,omitempty" doc:"Why withdrawn."`
	Code        string `json:"code,omitempty"`
	ClassName   string `json:"class_name"`
	Division    string `json:"division,omitempty" doc:"From the county down."`
	Meaning     string `json:"meaning,omitempty"`
	Origin      string `json:"origin,omitempty"`
	History     string `json:"history,omitempty"`
	Description string `json:"description,omitempty"`
}

// An ArchiveName is a name for a span of days; dates are ISO, "" unknown or
// open. To is the first day on which it no longer held.
type ArchiveName struct {
	Text         string        `json:"text"`
	Kind         string        `json:"kind" enum:"standard,former,alias,short"`
	Lang         string        `json:"lang"`
	Reading      string        `json:"reading,omitempty"`
	ReadingState string        `json:"reading_state,omitempty"`
	From         string        `json:"from,omitempty"`
	To           string        `json:"to,omitempty"`
	Source       string        `json:"source,omitempty" doc:"Where the register has it from."`
	Decided      *ArchivePaper `json:"decided,omitempty" doc:"The reply by which it became the name."`
	Ended        *ArchivePaper `json:"ended,omitempty" doc:"The reply by which it ceased to be."`
}

// An ArchivePaper names the paper of a decision.
type ArchivePaper struct {
	Approver string `json:"approver"`
	ReplyNo  string `json:"reply_no"`
	On       string `json:"on"`
}

// An ArchiveDecision is a case about the place. Without the right to read the
// case only its outcome is told.
type ArchiveDecision struct {
	Kind         string               `json:"kind" enum:"naming,renaming,cancelling,correction"`
	Name         string               `json:"name" doc:"The name that was decided on."`
	Outcome      string               `json:"outcome" enum:"open,approved,refused"`
	Approver     string               `json:"approver,omitempty"`
	ReplyNo      string               `json:"reply_no,omitempty"`
	RepliedOn    string               `json:"replied_on,omitempty"`
	FiledOn      string               `json:"filed_on,omitempty"`
	AnnouncedOn  string               `json:"announced_on,omitempty"`
	Announcement *ArchiveAnnouncement `json:"announcement,omitempty"`
	Case         *ArchiveCase         `json:"case,omitempty" doc:"For those who may read the case."`
}

// An ArchiveAnnouncement is how an announcement is found.
type ArchiveAnnouncement struct {
	Year   int    `json:"year"`
	Number int    `json:"number"`
	Title  string `json:"title"`
}

// An ArchiveCase is the file of a case. Who applies as a person is not in it.
type ArchiveCase struct {
	ID        string            `json:"id"`
	Number    string            `json:"number"`
	Title     string            `json:"title"`
	State     string            `json:"state"`
	OpenedOn  string            `json:"opened_on"`
	Applicant string            `json:"applicant,omitempty" doc:"The organisation that applies."`
	Reason    string            `json:"reason,omitempty"`
	Notices   []ArchiveNotice   `json:"notices"`
	Documents []ArchiveDocument `json:"documents"`
	Timeline  []ArchiveEvent    `json:"timeline"`
}

// An ArchiveNotice is a public notice or a call for names.
type ArchiveNotice struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	From    string `json:"from"`
	To      string `json:"to"`
	Summary string `json:"summary,omitempty"`
}

// An ArchiveDocument is a document of a case.
type ArchiveDocument struct {
	ID      string                        `json:"id"`
	Kind    string                        `json:"kind"`
	Title   string                        `json:"title"`
	Name    string                        `json:"name"`
	Bytes   int64                         `json:"bytes"`
	SHA256  string                        `json:"sha256"`
	AddedAt time.Time                     `json:"added_at"`
	Open    func() (io.ReadCloser, error) `json:"-"`
}

// An ArchiveEvent is a step of a case.
type ArchiveEvent struct {
	At     time.Time `json:"at"`
	By     string    `json:"by"`
	Action string    `json:"action" doc:"As the ledger names it."`
	Reason string    `json:"reason,omitempty"`
}

// An ArchiveRecord is what another part of the register keeps of a place.
type ArchiveRecord struct {
	Kind  string `json:"kind" doc:"certificate, sign …"`
	On    string `json:"on"`
	Title string `json:"title"`
	Text  string `json:"text,omitempty"`
}

// Matched gives the archive with each name beside the papers that began and
// ended it: the day of the reply is the first on which a name holds, or no
// longer does.
func (a Archive) Matched() Archive {
	a.Names = append([]ArchiveName{}, a.Names...)
	for i := range a.Names {
		for _, d := range a.Decisions {
			a.Names[i].match(d)
		}
	}
	return a
}

func (n *ArchiveName) match(d ArchiveDecision) {
	if n.Kind != "standard" && n.Kind != "former" || d.Outcome != "approved" || d.RepliedOn == "" {
		return
	}
	paper := &ArchivePaper{d.Approver, d.ReplyNo, d.RepliedOn}
	if n.From == d.RepliedOn && n.Text == d.Name && d.Kind != "cancelling" {
		n.Decided = paper
	}
	if n.To == d.RepliedOn && (d.Kind == "cancelling" || d.Kind == "renaming" && n.Text != d.Name) {
		n.Ended = paper
	}
}
