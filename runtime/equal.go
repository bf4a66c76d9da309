package runtime

import "reflect"

// equal is reflect.DeepEqual, except that values with a method Equal decide
// themselves. It is off the path of calls, and not generic, so that it is not
// compiled anew for each type.
func equal(a, b any) bool {
	x, y := reflect.ValueOf(a), reflect.ValueOf(b)
	if x.IsValid() && y.IsValid() && x.Type() == y.Type() {
		if method := x.MethodByName("Equal"); method.IsValid() && comparesWith(method.Type(), y.Type()) {
			return method.Call([]reflect.Value{y})[0].Bool()
		}
	}
	return reflect.DeepEqual(a, b)
}

var boolType = reflect.TypeFor[bool]()

// comparesWith tells whether a method is func(operand) bool.
func comparesWith(method, operand reflect.Type) bool {
	return method.NumIn() == 1 && method.In(0) == operand && !method.IsVariadic() &&
		method.NumOut() == 1 && method.Out(0) == boolType
}
