package runtime

import "reflect"

// equal is reflect.DeepEqual, except that values with a method Equal decide
// themselves. It is off the path of calls.
func equal[T any](a, b T) bool {
	if x, ok := any(a).(interface{ Equal(T) bool }); ok {
		return x.Equal(b)
	}
	return reflect.DeepEqual(a, b)
}
