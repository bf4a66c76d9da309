package store

import (
	"bytes"

	"github.com/mailru/easyjson"
	"github.com/mailru/easyjson/jlexer"
	"github.com/mailru/easyjson/jwriter"

	"github.com/golem-gen/golem-gen/runtime/wire/peers/easy"
)

// easyPointer is a pointer to a type with a codec that easyjson generated.
type easyPointer[E any] interface {
	*E
	easyjson.MarshalerUnmarshaler
}

func withEasyJSON[E any, PE easyPointer[E]](typ string, v E) contender {
	pinned := []byte(`{"items":[` + typ + `],"type":"Tuple"}`)
	request := func(w *jwriter.Writer, typed bool) {
		w.RawString(`{"params":[{`)
		if typed {
			w.RawString(`"typ":`)
			w.RawString(typ)
			w.RawByte(',')
		}
		w.RawString(`"value":`)
		PE(&v).MarshalEasyJSON(w)
		w.RawString(`}]}`)
	}
	return contender{
		name: "easyjson",
		request: func(typed bool) ([]byte, error) {
			var w jwriter.Writer
			request(&w, typed)
			return w.BuildBytes()
		},
		reused: func(b []byte, typed bool) ([]byte, error) {
			var w jwriter.Writer
			request(&w, typed)
			return w.BuildBytes(b)
		},
		answer: func(body []byte) (any, error) {
			out := PE(new(E))
			l := jlexer.Lexer{Data: body}
			easyAnswer(&l, pinned, out)
			return (*E)(out), l.Error()
		},
		marshal: func() ([]byte, error) { return easyjson.Marshal(PE(&v)) },
		unmarshal: func(text []byte) (any, error) {
			out := PE(new(E))
			return (*E)(out), easyjson.Unmarshal(text, out)
		},
		value: &v,
	}
}

// easyAnswer reads {"result":{"typ":…,"value":[…]}} in the way of generated code.
func easyAnswer(l *jlexer.Lexer, pinned []byte, out easyjson.Unmarshaler) {
	easyObject(l, func(key string) {
		if key != "result" {
			l.SkipRecursive()
			return
		}
		easyObject(l, func(key string) {
			switch key {
			case "typ":
				if !bytes.Equal(l.Raw(), pinned) {
					l.AddError(errOtherType)
				}
			case "value":
				l.Delim('[')
				out.UnmarshalEasyJSON(l)
				l.WantComma()
				l.Delim(']')
			default:
				l.SkipRecursive()
			}
		})
	})
	l.Consumed()
}

func easyObject(l *jlexer.Lexer, member func(key string)) {
	l.Delim('{')
	for !l.IsDelim('}') {
		key := l.UnsafeFieldName(false)
		l.WantColon()
		member(key)
		l.WantComma()
	}
	l.Delim('}')
}

func easyItem(v ProductItem) easy.ProductItem {
	return easy.ProductItem(v)
}

func easyOrder(v Order) easy.Order {
	items := make([]easy.ProductItem, len(v.Items))
	for i, item := range v.Items {
		items[i] = easyItem(item)
	}
	return easy.Order{OrderID: v.OrderID, Items: items, Total: v.Total, Timestamp: v.Timestamp}
}

func easyOrders(v []Order) easy.Orders {
	orders := make(easy.Orders, len(v))
	for i, order := range v {
		orders[i] = easyOrder(order)
	}
	return orders
}

func easyMix(v Mix) easy.Mix {
	plain := plainMixOf[standard](v)
	return easy.Mix{
		Delivery: easy.Delivery{Courier: &easy.Address{City: plain.Delivery.Courier.City, Street: plain.Delivery.Courier.Street}},
		Note:     plain.Note, Weight: plain.Weight, State: easy.State{Ok: plain.State.Ok},
		Priority: plain.Priority, Gift: plain.Gift, Place: easy.Place{F0: v.Place.F0, F1: v.Place.F1}, Mark: v.Mark,
	}
}
