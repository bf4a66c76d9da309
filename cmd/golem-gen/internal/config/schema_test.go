package config

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"
)

type schema struct {
	Type                 any               `json:"type"`
	Description          string            `json:"description"`
	AdditionalProperties json.RawMessage   `json:"additionalProperties"`
	Properties           map[string]schema `json:"properties"`
	Required             []string          `json:"required"`
	Items                *schema           `json:"items"`
}

func TestSchemaIsThatOfTheConfiguration(t *testing.T) {
	var s schema
	if err := json.Unmarshal(Schema, &s); err != nil {
		t.Fatal(err)
	}
	compareSchema(t, "golem-gen.yaml", s, reflect.TypeFor[Config]())
}

func compareSchema(t *testing.T, at string, s schema, typ reflect.Type) {
	t.Helper()
	want := map[reflect.Kind]string{
		reflect.Struct: "object", reflect.Map: "object", reflect.Slice: "array",
		reflect.String: "string", reflect.Bool: "boolean", reflect.Uint64: "integer",
	}[typ.Kind()]
	kinds, ok := s.Type.([]any)
	if !ok {
		kinds = []any{s.Type}
	}
	if !slices.Contains(kinds, any(want)) {
		t.Errorf("%s: the schema says %v, the configuration %s", at, s.Type, want)
	}
	switch typ.Kind() {
	case reflect.Slice:
		element := typ.Elem()
		if element.Kind() == reflect.Pointer {
			element = element.Elem()
		}
		compareSchema(t, at+"[]", *s.Items, element)
	case reflect.Struct:
		compareKeys(t, at, s, typ)
	case reflect.Map:
		if typ.Elem().Kind() != reflect.Pointer {
			return
		}
		var element schema
		if err := json.Unmarshal(s.AdditionalProperties, &element); err != nil {
			t.Fatal(err)
		}
		element.Required = nil // the server without a name has no required keys
		compareSchema(t, at+".*", element, typ.Elem().Elem())
	}
}

func compareKeys(t *testing.T, at string, s schema, typ reflect.Type) {
	t.Helper()
	if string(s.AdditionalProperties) != "false" {
		t.Errorf("%s: the schema takes unknown keys", at)
	}
	known := map[string]bool{}
	var required []string
	for _, field := range fields(typ) {
		key := field.Tag.Get("yaml")
		known[key] = true
		if field.Tag.Get("required") != "" {
			required = append(required, key)
		}
		property, ok := s.Properties[key]
		if !ok || property.Description == "" {
			t.Errorf("%s: the schema does not describe %s", at, key)
			continue
		}
		inner := field.Type
		if inner.Kind() == reflect.Pointer {
			inner = inner.Elem()
		}
		compareSchema(t, at+"."+key, property, inner)
	}
	for key := range s.Properties {
		if !known[key] {
			t.Errorf("%s: the configuration has no %s", at, key)
		}
	}
	if !slices.Equal(required, s.Required) {
		t.Errorf("%s: the schema requires %v, the configuration %v", at, s.Required, required)
	}
}
