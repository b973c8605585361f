package api

import (
	"net/http"
	"net/netip"
	"sync"
	"time"
)

// What one address may send to the public forms: bucketSize at once, and one
// more every bucketRefill. A bureau's hall or a school behind one address
// still gets its forms in.
const (
	bucketSize   = 20
	bucketRefill = 20 * time.Second
	bucketsKept  = 20_000
)

// What one address may ask for of codes that are not there: mistypings of a whole
// village behind one address, and no list of what there is.
const (
	guessesSize   = 60
	guessesRefill = time.Second
)

// buckets limit what an address may do, in the memory of this server: a restart
// forgets them, and servers side by side count each for itself. Addresses are
// kept for minutes, and nowhere else.
type buckets struct {
	size   float64       // bucketSize if zero
	refill time.Duration // bucketRefill if zero
	mu     sync.Mutex
	all    map[netip.Prefix]bucket
}

func (b *buckets) limits() (size float64, refill time.Duration) {
	if b.size == 0 {
		return bucketSize, bucketRefill
	}
	return b.size, b.refill
}

// A bucket is how many are left, as of a moment.
type bucket struct {
	left float64
	at   time.Time
}

// take takes one for an address, or says how long to wait.
func (b *buckets) take(address netip.Addr, now time.Time) (wait time.Duration, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.all == nil || len(b.all) >= bucketsKept {
		b.sweep(now)
	}
	size, refill := b.limits()
	who := household(address)
	one, known := b.all[who]
	if !known {
		one = bucket{size, now}
	}
	one.left = min(size, one.left+float64(now.Sub(one.at))/float64(refill))
	one.at = now
	if one.left < 1 {
		b.all[who] = one
		return time.Duration((1 - one.left) * float64(refill)), false
	}
	one.left--
	b.all[who] = one
	return 0, true
}

// sweep forgets who has all of theirs again; where nobody has, everybody, so
// that memory stays bounded.
func (b *buckets) sweep(now time.Time) {
	kept := map[netip.Prefix]bucket{}
	size, refill := b.limits()
	for who, one := range b.all {
		if now.Sub(one.at) < time.Duration(size)*refill {
			kept[who] = one
		}
	}
	if len(kept) >= bucketsKept {
		clear(kept)
	}
	b.all = kept
}

// household is what counts as one sender: an IPv4 address, or the network of 64
// bits that an IPv6 customer has.
func household(a netip.Addr) netip.Prefix {
	a = a.Unmap()
	bits := 64
	if a.Is4() {
		bits = 32
	}
	p, _ := a.Prefix(bits) // the zero prefix for no address: all of them together
	return p
}

// slowed refuses an address that sends too much, before its form is read.
func (s *Server) slowed(h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		wait, ok := s.senders.take(clientAddress(r), time.Now())
		if !ok {
			p := tooManySent.in(r.Context())
			p.retryAfter = wait
			w.Header().Set("Retry-After", p.GetHeaders().Get("Retry-After"))
			s.sayPage(w, r, p.Status, p.Title, p.Detail)
			return
		}
		h(w, r)
	}
}
