package gen

import "strings"

// interfaceNames returns candidates for the Go name of an interface, best first. The first one
// is as specific as the interface's place: the short name, with the package or version if the
// place has them. Later ones are more specific.
func (s spelling) interfaceNames(sc *scope) []string {
	if sc.agent != nil {
		return s.agentNames(sc)
	}
	if sc.iface == nil {
		return []string{"World", "WorldFunctions"}
	}
	i := sc.iface
	short := words(i.ShortName)
	if i.Package == "" {
		plain, marked := s.exportedWords(short), s.exportedWords(append(short, "interface"))
		if sc.place != i.ShortName {
			return []string{marked}
		}
		return []string{plain, marked}
	}
	inPackage := joinWords(words(i.Package), short)
	full := joinWords(words(i.Namespace), inPackage)
	list := []string{s.exportedWords(short), s.exportedWords(inPackage), s.exportedWords(full)}
	switch {
	case bindsVersion(sc.place):
		for at := range list {
			list[at] += versionName(i.Version)
		}
	case sc.place == i.Package+"/"+i.ShortName:
		list = list[1:]
	case sc.place != i.ShortName:
		list = list[2:]
	}
	return append(list, s.exportedWords(append(full, "interface")))
}

// versionName spells a version as the end of a Go name: "2.0.0" → "V2", "1.10.0" →
// "V1_10", "1.0.0-rc.1" → "V1_0_0_Rc_1", none → "Unversioned".
func versionName(version string) string {
	if version == "" {
		return "Unversioned"
	}
	parts := versionParts(version)
	plain := len(parts) == 3 && !strings.ContainsAny(version, "-+")
	for plain && len(parts) > 1 && parts[len(parts)-1] == "0" {
		parts = parts[:len(parts)-1]
	}
	for i, part := range parts {
		parts[i] = initialisms.title(part)
	}
	return "V" + strings.Join(parts, "_")
}

// typeNames returns candidates for a type or resource with these words, best first: the words,
// the words with the name of the interface in front, with its version if several are exported,
// and with the kind at the end.
func (s spelling) typeNames(sc *scope, own []string, kind string) []string {
	name := s.exportedWords(own)
	list := []string{name}
	add := func(candidate string) {
		for _, known := range list {
			if known == candidate {
				return
			}
		}
		list = append(list, candidate)
	}
	for _, prefix := range s.qualifiers(sc) {
		add(prefix(own))
	}
	for _, candidate := range list[:len(list):len(list)] {
		add(candidate + exported(kind))
	}
	return list
}

// qualifiers returns functions that put in front of a type's words what distinguishes its
// interface.
func (s spelling) qualifiers(sc *scope) []func(own []string) string {
	if sc.agent != nil {
		return []func([]string) string{s.qualifier(s.words(sc.agent.source.Name), "")}
	}
	if sc.iface == nil {
		return []func([]string) string{s.qualifier([]string{worldPlace}, "")}
	}
	i := sc.iface
	short := words(i.ShortName)
	byVersion := s.qualifier(short, versionName(i.Version))
	switch {
	case bindsVersion(sc.place):
		return []func([]string) string{byVersion}
	case sc.versioned:
		return []func([]string) string{s.qualifier(short, ""), byVersion}
	case sc.place == i.ShortName:
		return []func([]string) string{s.qualifier(short, "")}
	default:
		return []func([]string) string{s.qualifier(joinWords(words(i.Package), short), "")}
	}
}

// qualifier returns a function that puts the words of an interface and a version in front of a
// type's words. It does not repeat a word at the joint.
func (s spelling) qualifier(within []string, version string) func(own []string) string {
	return func(own []string) string {
		rest := joinWords(within, own)[len(within):]
		if version == "" {
			return s.exportedWords(within) + s.titles(rest)
		}
		if len(rest) == 0 {
			rest = own
		}
		return s.exportedWords(within) + version + s.titles(rest)
	}
}
