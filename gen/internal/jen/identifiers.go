package jen

// Identifiers that Go declares, and err.

// Any appends any.
func (s *Statement) Any() *Statement { return s.Id("any") }

// Bool appends bool.
func (s *Statement) Bool() *Statement { return s.Id("bool") }

// Byte appends byte.
func (s *Statement) Byte() *Statement { return s.Id("byte") }

// Err appends err.
func (s *Statement) Err() *Statement { return s.Id("err") }

// Error appends error.
func (s *Statement) Error() *Statement { return s.Id("error") }

// False appends false.
func (s *Statement) False() *Statement { return s.Id("false") }

// Iota appends iota.
func (s *Statement) Iota() *Statement { return s.Id("iota") }

// Nil appends nil.
func (s *Statement) Nil() *Statement { return s.Id("nil") }

// String appends string.
func (s *Statement) String() *Statement { return s.Id("string") }

// True appends true.
func (s *Statement) True() *Statement { return s.Id("true") }

// Uint64 appends uint64.
func (s *Statement) Uint64() *Statement { return s.Id("uint64") }
