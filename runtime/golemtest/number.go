package golemtest

import (
	"math"
	"strconv"
)

// number is a JSON number as servers keep it: an unsigned or a negative integer of 64 bits
// if the literal is one, and a float64 otherwise.
type number struct {
	kind numberKind
	bits uint64 // unsigned: the value; negative: two's complement; floating: the float's bits
}

type numberKind uint8

const (
	unsigned numberKind = iota
	negative
	floating
)

func (n number) float() float64 {
	switch n.kind {
	case unsigned:
		return float64(n.bits)
	case negative:
		return float64(int64(n.bits))
	}
	return math.Float64frombits(n.bits)
}

func (n number) append(b []byte) []byte {
	switch n.kind {
	case unsigned:
		return strconv.AppendUint(b, n.bits, 10)
	case negative:
		return strconv.AppendInt(b, int64(n.bits), 10)
	}
	return appendFloat(b, n.float())
}

func (n number) String() string { return string(n.append(nil)) }

// number reads a number literal.
func (p *jsonParser) number() (node, error) {
	start := p.at
	minus := p.text[p.at] == '-'
	if minus {
		p.at++
	}
	var s significand
	if err := p.integerPart(&s); err != nil {
		return node{}, err
	}
	isFloat, err := p.fraction(&s)
	if err != nil {
		return node{}, err
	}
	withExponent, err := p.exponent(&s)
	if err != nil {
		return node{}, err
	}
	n := number{bits: s.digits}
	switch {
	case isFloat || withExponent || s.overflow || minus && (s.digits == 0 || s.digits > 1<<63):
		f, ok := p.float(p.text[start:p.at], &s, minus)
		if !ok {
			return node{}, p.fail("number out of range", p.at)
		}
		n = number{floating, math.Float64bits(f)}
	case minus:
		n = number{negative, -s.digits}
	}
	return node{kind: jsonNumber, number: n}, nil
}

// float returns the value of a literal that is not an integer. It returns false if the
// value is out of range. The servers' inexact algorithm reads the digits as an integer, and
// multiplies or divides that once by a power of ten.
func (p *jsonParser) float(literal string, s *significand, minus bool) (float64, bool) {
	if !p.inexact {
		f, err := strconv.ParseFloat(literal, 64)
		return f, err == nil
	}
	f, ok := s.float()
	if minus {
		f = -f
	}
	return f, ok
}

func (p *jsonParser) digit() bool {
	return p.at < len(p.text) && p.text[p.at] >= '0' && p.text[p.at] <= '9'
}

func (p *jsonParser) integerPart(s *significand) error {
	if p.at == len(p.text) {
		return p.fail("EOF while parsing a value", p.at)
	}
	if !p.digit() {
		return p.fail("invalid number", p.at+1)
	}
	leadingZero := p.text[p.at] == '0'
	start := p.at
	for p.digit() {
		if leadingZero && p.at > start {
			return p.fail("invalid number", p.at+1)
		}
		if !s.add(p.text[p.at]) {
			s.exponent++
			s.overflow = true
		}
		p.at++
	}
	return nil
}

func (p *jsonParser) fraction(s *significand) (bool, error) {
	if p.at == len(p.text) || p.text[p.at] != '.' {
		return false, nil
	}
	p.at++
	if !p.digit() {
		if p.at == len(p.text) {
			return false, p.fail("EOF while parsing a value", p.at)
		}
		return false, p.fail("invalid number", p.at+1)
	}
	for p.digit() {
		if !s.overflow && s.add(p.text[p.at]) {
			s.exponent--
		} else {
			s.overflow = true
		}
		p.at++
	}
	return true, nil
}

func (p *jsonParser) exponent(s *significand) (bool, error) {
	if p.at == len(p.text) || p.text[p.at]|0x20 != 'e' {
		return false, nil
	}
	p.at++
	sign := 1
	if p.at < len(p.text) && (p.text[p.at] == '+' || p.text[p.at] == '-') {
		if p.text[p.at] == '-' {
			sign = -1
		}
		p.at++
	}
	if !p.digit() {
		if p.at == len(p.text) {
			return false, p.fail("EOF while parsing a value", p.at)
		}
		return false, p.fail("invalid number", p.at+1)
	}
	exponent := 0
	for p.digit() {
		exponent = min(exponent*10+int(p.text[p.at]-'0'), 1<<30)
		p.at++
	}
	s.exponent += sign * exponent
	return true, nil
}

// significand is a decimal number: digits × 10^exponent. Digits that do not fit are
// dropped.
type significand struct {
	digits   uint64
	exponent int
	overflow bool
}

// add appends a digit. It returns false if the digit does not fit.
func (s *significand) add(c byte) bool {
	d := uint64(c - '0')
	if s.overflow || s.digits > math.MaxUint64/10 || s.digits == math.MaxUint64/10 && d > math.MaxUint64%10 {
		return false
	}
	s.digits = s.digits*10 + d
	return true
}

// float returns the number as servers compute it. It returns false if the number is out of
// range.
func (s *significand) float() (float64, bool) {
	f, e := float64(s.digits), s.exponent
	for e < -308 {
		if f == 0 {
			return 0, true
		}
		f /= 1e308
		e += 308
	}
	if e < 0 {
		return f / powersOfTen[-e], true
	}
	if f == 0 {
		return 0, true
	}
	if e > 308 {
		return 0, false
	}
	f *= powersOfTen[e]
	return f, !math.IsInf(f, 0)
}

var powersOfTen = func() (table [309]float64) {
	for i := range table {
		table[i], _ = strconv.ParseFloat("1e"+strconv.Itoa(i), 64)
	}
	return table
}()

// appendFloat appends a float as servers print it: the shortest digits, with ".0" if they
// form an integer, and with an exponent from 1e16 on and below 1e-5.
func appendFloat(b []byte, f float64) []byte {
	if f == 0 {
		if math.Signbit(f) {
			b = append(b, '-')
		}
		return append(b, "0.0"...)
	}
	var buffer [32]byte
	text := strconv.AppendFloat(buffer[:0], f, 'e', -1, 64)
	mark := len(text) - 1
	for text[mark] != 'e' {
		mark--
	}
	exponent, _ := strconv.Atoi(string(text[mark+1:]))
	if exponent < -5 || exponent >= 16 {
		b = append(b, text[:mark+1]...)
		return strconv.AppendInt(b, int64(exponent), 10)
	}
	start := len(b)
	b = strconv.AppendFloat(b, f, 'f', -1, 64)
	for _, c := range b[start:] {
		if c == '.' {
			return b
		}
	}
	return append(b, ".0"...)
}
