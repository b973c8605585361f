package document_test

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"testing"

	"diming/internal/document"
)

// camera is a photo of 40 by 20 pixels, white at the left, whose file says that
// it lies on its side, and where it was taken.
func camera(t *testing.T) []byte {
	t.Helper()
	picture := image.NewRGBA(image.Rect(0, 0, 40, 20))
	for y := range 20 {
		for x := range 40 {
			picture.Set(x, y, color.RGBA{0, 0, 0, 255})
			if x < 20 {
				picture.Set(x, y, color.White)
			}
		}
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, picture, nil); err != nil {
		t.Fatal(err)
	}
	exif := []byte("Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00GPS 28.7 118.6")
	segment := append([]byte{0xff, 0xe1, 0, byte(len(exif) + 2)}, exif...)
	return append(append(bytes.Clone(out.Bytes()[:2]), segment...), out.Bytes()[2:]...)
}

func TestAPictureIsMadeAnewUprightAndWithoutWhatTheCameraWrote(t *testing.T) {
	plain, err := document.PlainPicture(camera(t), 1600)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(plain, []byte("GPS")) || bytes.Contains(plain, []byte("Exif")) {
		t.Error("what the camera wrote is still there")
	}
	picture, err := jpeg.Decode(bytes.NewReader(plain))
	if err != nil || picture.Bounds().Dx() != 20 || picture.Bounds().Dy() != 40 {
		t.Fatalf("%v, %v; want 20 by 40", picture.Bounds(), err)
	}
	// Turned a quarter to the right, what was left is above.
	above, _, _, _ := picture.At(10, 5).RGBA()
	below, _, _, _ := picture.At(10, 35).RGBA()
	if above < 0xf000 || below > 0x1000 {
		t.Errorf("above %x, below %x: it is not upright", above, below)
	}
	small, err := document.PlainPicture(camera(t), 10)
	if err != nil {
		t.Fatal(err)
	}
	if config, err := jpeg.DecodeConfig(bytes.NewReader(small)); err != nil || config.Height != 10 {
		t.Errorf("made smaller: %+v, %v", config, err)
	}
	if _, err := document.PlainPicture(plain[:len(plain)/3], 1600); !errors.Is(err, document.ErrPicture) {
		t.Errorf("a third of a picture: %v, want ErrPicture", err)
	}
}
