package inspection

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/internal/document"
)

// MaxChunk is how many bytes of a file travel in one request at most.
const MaxChunk = 256 << 10

// AskFile tells how much of a file is here.
func AskFile(ctx context.Context, b Books, sha256 string) (Answer, error) {
	if !isDigest(sha256) {
		return Answer{}, unreadable("文件摘要应为 64 位小写十六进制", "a file's digest has 64 lower-case hex digits")
	}
	held, err := b.File(ctx, sha256)
	if err != nil || held == nil {
		return Answer{}, err
	}
	return Answer{Have: held.Have, Size: held.Size, Receipt: held.Receipt, Repeat: held.Receipt != nil}, nil
}

// A Chunk is a part of a file.
type Chunk struct {
	SHA256       string // of the whole file
	Task         uuid.UUID
	Offset, Size int64 // where the part begins, bytes of the whole file
	Bytes        []byte
}

// AcceptFileChunk takes the next part of a file. With the last one the whole
// is hashed and looked at; if it is not what it says, nothing of it is kept
// and the phone begins again.
func AcceptFileChunk(ctx context.Context, b Books, c Clerk, from Device, chunk Chunk) (Answer, error) {
	if err := chunk.sense(); err != nil {
		return Answer{}, err
	}
	if err := b.Lock(ctx, "file "+chunk.SHA256); err != nil {
		return Answer{}, err
	}
	held, err := b.File(ctx, chunk.SHA256)
	if err != nil {
		return Answer{}, err
	}
	if held != nil && held.Receipt != nil {
		return Answer{Receipt: held.Receipt, Have: held.Size, Size: held.Size, Repeat: true}, nil
	}
	if err := anyRight(ctx, b, from, chunk.Task); err != nil {
		return Answer{}, err
	}
	// Whoever began with another size may have been wrong; the hash decides.
	if have := held.haveOf(chunk.Size); chunk.Offset != have {
		r := refuse(CodeFileOffset, "文件续传位置不对，服务器已有 {} 字节，手机会从那里继续。", "The server holds {} bytes of the file; the phone goes on from there.", have)
		r.Have = have
		return Answer{}, r
	}
	if err := b.KeepChunk(ctx, chunk.SHA256, chunk.Size, chunk.Offset, chunk.Bytes); err != nil {
		return Answer{}, err
	}
	have := chunk.Offset + int64(len(chunk.Bytes))
	if have < chunk.Size {
		return Answer{Have: have, Size: chunk.Size}, nil
	}
	return finishFile(ctx, b, c, chunk)
}

func (c Chunk) sense() error {
	switch {
	case !isDigest(c.SHA256):
		return unreadable("文件摘要应为 64 位小写十六进制", "a file's digest has 64 lower-case hex digits")
	case c.Size < 1 || c.Size > MaxFileBytes:
		return refuse(CodeFileTooLarge, "文件应在 1 字节到 {} MiB 之间。文件仍在手机上。", "A file has between 1 byte and {} MiB. It is still on the phone.", MaxFileBytes>>20)
	case len(c.Bytes) < 1 || len(c.Bytes) > MaxChunk || c.Offset < 0 || c.Offset+int64(len(c.Bytes)) > c.Size:
		return unreadable("文件分块的位置或长度不对", "the part of the file has a wrong place or length")
	}
	return nil
}

// haveOf is how much is held of a file that is to have size bytes in all.
func (f *StoredFile) haveOf(size int64) int64 {
	if f == nil || f.Size != size {
		return 0
	}
	return f.Have
}

// anyRight wants that a device's owner takes part in a task, or did.
func anyRight(ctx context.Context, b Books, d Device, task uuid.UUID) error {
	_, err := rightsStanding(ctx, b, d, task, boundaries.SideA)
	var r *Refusal
	if errors.As(err, &r) && r.Code == CodeNotYourTask {
		_, err = rightsStanding(ctx, b, d, task, boundaries.SideB)
	}
	return err
}

// finishFile gives the receipt of a file of which all bytes have come.
func finishFile(ctx context.Context, b Books, c Clerk, chunk Chunk) (Answer, error) {
	r, err := b.FileBytes(ctx, chunk.SHA256)
	if err != nil {
		return Answer{}, err
	}
	if err := c.judge(r, chunk.SHA256, chunk.Size); err != nil {
		if failed := b.EmptyFile(ctx, chunk.SHA256); failed != nil {
			return Answer{}, failed
		}
		return Answer{}, err
	}
	receipt := c.receipt(FileItem, chunk.SHA256, chunk.SHA256, chunk.Task, Accepted)
	return Answer{Receipt: &receipt, Have: chunk.Size, Size: chunk.Size}, b.FinishFile(ctx, chunk.SHA256, chunk.Task, receipt)
}

func (c Clerk) judge(r io.ReaderAt, digest string, size int64) error {
	sum := sha256.New()
	if _, err := io.Copy(sum, io.NewSectionReader(r, 0, size)); err != nil {
		return err
	}
	if hex.EncodeToString(sum.Sum(nil)) != digest {
		return refuse(CodeFileDamaged, "文件在传输中损坏，手机会从头重发。", "The file was damaged on its way; the phone sends it again from its beginning.")
	}
	if c.Inspect != nil {
		return c.Inspect(r, size)
	}
	return InspectFile(r, size)
}

// InspectFile refuses a file that by its content is no photo, recording or
// track.
func InspectFile(r io.ReaderAt, size int64) error {
	head := make([]byte, min(size, 512))
	if _, err := r.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if webm(head) || track(head) {
		return nil
	}
	_, err := document.Check(r, size, document.Claim{}, append(document.Pictures, document.Sounds...))
	var refused *document.RefusedError
	if errors.As(err, &refused) {
		return refuse(CodeFileNotAPhoto, "这不是照片、录音或轨迹：{}文件仍在手机上。", "This is no photo, recording or track: {} It is still on the phone.", refused.ZH)
	}
	return err
}
