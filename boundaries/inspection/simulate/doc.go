// Package simulate runs the protocol of field records against everything that
// may go wrong, in one process and from one seed: phones of both sides and
// guests, servers whose transactions crash before and after the commit,
// clocks wrong by years, partitions, phones killed between any two of their
// steps, full disks, repeated, reordered, damaged and forged messages, ids
// borne twice, objects and tasks withdrawn, second signatures days late.
//
// The phones follow [inspection.Step] and the servers answer by the Accept
// functions of package inspection, the very code that runs in earnest. What
// must hold is recomputed by other means (audit.go, naive.go). Whether the
// audit can fail is shown by rules that are broken on purpose (broken.go).
package simulate
