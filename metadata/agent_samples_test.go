package metadata

import (
	"encoding/json"
	"strconv"
)

// samples returns values of a type as JSON that use every position. Numbers and strings differ
// from each other.
func samples(t *Type) []any {
	n := 0
	return samplesFrom(t, &n)
}

func samplesFrom(t *Type, n *int) []any {
	*n++
	switch t.Kind {
	case KindBool:
		return []any{true, false}
	case KindStr:
		return []any{"s" + strconv.Itoa(*n)}
	case KindF32, KindF64:
		return []any{json.Number(strconv.Itoa(*n) + ".1"), json.Number("1.100000023841858"), json.Number("3")}
	case KindChr:
		return []any{json.Number(strconv.Itoa(64 + *n))}
	case KindRecord:
		var fields [][]any
		most := 1
		for _, f := range t.Fields {
			fields = append(fields, samplesFrom(f.Type, n))
			most = max(most, len(fields[len(fields)-1]))
		}
		var list []any
		for k := range most {
			object := map[string]any{}
			for i, f := range t.Fields {
				object[f.Name] = fields[i][k%len(fields[i])]
			}
			list = append(list, object)
		}
		return list
	case KindTuple:
		record := &Type{Kind: KindRecord}
		for i, item := range t.Items {
			record.Fields = append(record.Fields, Field{strconv.Itoa(i), item})
		}
		var list []any
		for _, object := range samplesFrom(record, n) {
			items := []any{}
			for i := range t.Items {
				items = append(items, object.(map[string]any)[strconv.Itoa(i)])
			}
			list = append(list, items)
		}
		return list
	case KindVariant, KindResult:
		var list []any
		for _, c := range casesOf(t) {
			if c.Type == nil {
				list = append(list, map[string]any{c.Name: nil})
				continue
			}
			for _, payload := range samplesFrom(c.Type, n) {
				list = append(list, map[string]any{c.Name: payload})
			}
		}
		return list
	case KindEnum:
		return anys(t.Names)
	case KindFlags:
		list := []any{[]any{}, anys(t.Names)}
		for _, name := range t.Names {
			list = append(list, []any{name})
		}
		return list
	case KindList:
		return []any{[]any{}, samplesFrom(t.Inner, n)}
	case KindOption:
		return append(samplesFrom(t.Inner, n), nil)
	}
	return []any{json.Number(strconv.Itoa(*n)), mostOf(t.Kind)}
}

func anys(names []string) []any {
	list := make([]any, len(names))
	for i, name := range names {
		list[i] = name
	}
	return list
}

// mostOf returns the largest number of an integer kind.
func mostOf(k Kind) json.Number {
	i := integers[k]
	if i.signed {
		return json.Number(strconv.FormatInt(1<<(i.bits-1)-1, 10))
	}
	return json.Number(strconv.FormatUint(1<<i.bits-1, 10))
}
