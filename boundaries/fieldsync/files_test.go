package fieldsync_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"sync"
	"testing"

	"diming/boundaries"
	"diming/boundaries/inspection"
	"diming/internal/blob"
)

// photo is a JPEG of some size, another for each seed: what decoders need, and
// noise behind the picture's end, as phones write there too.
func photo(t testing.TB, size int, seed uint64) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 8)), nil); err != nil {
		t.Fatal(err)
	}
	noise := rand.New(rand.NewPCG(seed, seed))
	for b.Len() < size {
		b.WriteByte(byte(noise.Uint32()) &^ 0x40) // no letters: a page hidden in a picture is refused
	}
	return b.Bytes()
}

// chunk sends a part of a file.
func (w *world) chunk(t testing.TB, p phone, content []byte, offset, length int) (inspection.Answer, error) {
	t.Helper()
	return w.FileChunk(t.Context(), p.Device, inspection.Chunk{SHA256: inspection.Digest(content), Task: w.task, Offset: int64(offset), Size: int64(len(content)),
		Bytes: content[offset:min(len(content), offset+length)]})
}

// upload sends a file from wherever the server has it to.
func (w *world) upload(t testing.TB, p phone, content []byte, length int) inspection.SignedReceipt {
	t.Helper()
	answer, err := w.AskFile(t.Context(), p.Device, inspection.Digest(content))
	for err == nil && answer.Receipt == nil {
		answer, err = w.chunk(t, p, content, int(answer.Have), length)
		if r := (*inspection.Refusal)(nil); err != nil {
			if r = refusal(err); r != nil && r.Code == inspection.CodeFileOffset { // another phone was faster
				answer, err = inspection.Answer{Have: r.Have}, nil
			}
		}
	}
	if err != nil {
		t.Error(err)
		return inspection.SignedReceipt{}
	}
	return *answer.Receipt
}

func TestAFileGoesOnWhereItStopped(t *testing.T) {
	w := newWorld(t)
	p := w.phone(t, w.person(t, "jiang", boundaries.SideA))
	content := photo(t, 100_000, 1)
	for _, offset := range []int{0, 30_000} {
		if a, err := w.chunk(t, p, content, offset, 30_000); err != nil || a.Have != int64(offset+30_000) || a.Receipt != nil {
			t.Fatalf("chunk at %d: %+v, %v", offset, a, err)
		}
	}
	for _, offset := range []int{0, 30_000, 90_000} { // sent again, or too early
		_, err := w.chunk(t, p, content, offset, 10_000)
		refused(t, err, inspection.CodeFileOffset)
		if refusal(err).Have != 60_000 {
			t.Errorf("the refusal says %d, want 60000", refusal(err).Have)
		}
	}
	receipt := w.upload(t, p, content, 30_000)
	w.stands(t, receipt, inspection.Accepted)
	if again := w.upload(t, p, content, 30_000); again != receipt {
		t.Errorf("a repeat gives %+v, want %+v", again, receipt)
	}
	if err := w.Files.Verify(blob.Digest(inspection.Digest(content))); err != nil {
		t.Error(err)
	}
	if left := query[int](t, w, `SELECT count(*)::int FROM field_chunk`)[0]; left != 0 {
		t.Errorf("%d parts are left of a whole file", left)
	}
	if kind := query[string](t, w, `SELECT media_type FROM field_file`)[0]; kind != "image/jpeg" {
		t.Errorf("it is kept as %s", kind)
	}
}

func TestAFileThatIsDamagedOrNoPhotoIsRefusedWhole(t *testing.T) {
	w := newWorld(t)
	p := w.phone(t, w.person(t, "jiang", boundaries.SideA))
	content := photo(t, 5_000, 2)
	damaged := bytes.Clone(content)
	damaged[4_000] ^= 1
	digest := inspection.Digest(content)
	_, err := w.FileChunk(t.Context(), p.Device, inspection.Chunk{SHA256: digest, Task: w.task, Size: 5_000, Bytes: damaged})
	refused(t, err, inspection.CodeFileDamaged)
	if a, err := w.AskFile(t.Context(), p.Device, digest); err != nil || a.Have != 0 || a.Receipt != nil {
		t.Errorf("of a damaged file is held %+v, %v", a, err)
	}
	w.stands(t, w.upload(t, p, content, 5_000), inspection.Accepted)
	_, err = w.chunk(t, p, []byte("MZ\x90\x00 a program with the name of a photo"), 0, 100)
	refused(t, err, inspection.CodeFileNotAPhoto)
	if kept := query[string](t, w, `SELECT sha256 FROM field_file WHERE done_at IS NOT NULL`); len(kept) != 1 || kept[0] != digest {
		t.Errorf("kept are %v", kept)
	}
}

func TestTwoPhonesMaySendOneFileAtOnce(t *testing.T) {
	w := newWorld(t)
	content := photo(t, 60_000, 3)
	receipts := make([]inspection.SignedReceipt, 4)
	phones := make([]phone, len(receipts))
	for i := range phones {
		phones[i] = w.phone(t, w.person(t, "jiang"+string(rune('a'+i)), boundaries.SideA))
	}
	var running sync.WaitGroup
	for i, p := range phones {
		running.Go(func() { receipts[i] = w.upload(t, p, content, 7_000+i) })
	}
	running.Wait()
	for _, r := range receipts {
		if w.stands(t, r, inspection.Accepted); r != receipts[0] {
			t.Errorf("receipts of one file differ: %+v and %+v", r, receipts[0])
		}
	}
	if err := w.Files.Verify(blob.Digest(inspection.Digest(content))); err != nil {
		t.Error(err)
	}
}
