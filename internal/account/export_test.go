package account

import (
	"encoding/base64"
	"strings"

	"golang.org/x/crypto/argon2"
)

// HashWith gives salt and hash of a password as the PHC form writes them.
func HashWith(password string, memory, passes uint32, threads uint8) string {
	salt := []byte(strings.Repeat("s", 16))
	key := argon2.IDKey([]byte(password), salt, passes, memory, threads, 32)
	return base64.RawStdEncoding.EncodeToString(salt) + "$" + base64.RawStdEncoding.EncodeToString(key)
}

// HashesDone counts the passwords that were looked at.
func (s *Store) HashesDone() int64 { return s.Hasher.done.Load() }
