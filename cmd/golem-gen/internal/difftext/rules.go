package difftext

import (
	"fmt"
	"strings"

	"github.com/golem-gen/golem-gen/metadata"
)

// RuleTable returns the table of rules as Markdown: a line for each rule and use.
func RuleTable() string {
	var b strings.Builder
	b.WriteString("| rule | what changed | in | severity | Go callers | without `typ` | with `typ` | generated clients |\n|---|---|---|---|---|---|---|---|\n")
	for _, r := range metadata.Rules() {
		for _, u := range []metadata.Use{metadata.UseExport, metadata.UseParameter, metadata.UseResult} {
			if has := [...]*metadata.Effects{r.Export, r.Parameter, r.Result}[u]; has == nil {
				continue
			}
			e := r.Effects(u)
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s | %s | %s | %s |\n",
				r.ID, escapeCell(r.Title), u, r.Severity(u), e.Source, e.Untyped, e.Typed, generatedCell(r.Declined(u)))
		}
	}
	return b.String()
}

// RuleExplanations returns the explanations of the rules as a Markdown list.
func RuleExplanations() string {
	var b strings.Builder
	for _, r := range metadata.Rules() {
		fmt.Fprintf(&b, "- **`%s`**: %s. %s\n", r.ID, escapeCell(r.Title), escapeCell(r.Explanation))
	}
	return b.String()
}

// AgentRuleTable returns the table of the rules about agents as Markdown: a line for each rule
// and use.
func AgentRuleTable() string {
	var b strings.Builder
	b.WriteString("| rule | what changed | in | severity | Go callers | existing agents | new agents | with revision | upgraded clients | generated clients |\n|---|---|---|---|---|---|---|---|---|---|\n")
	for _, r := range metadata.AgentRules() {
		for _, u := range []metadata.Use{metadata.UseExport, metadata.UseParameter, metadata.UseIdentity, metadata.UseResult} {
			if !r.Has(u) {
				continue
			}
			e := r.Effects(u)
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s | %s | %s | %s | %s | %s |\n",
				r.ID, escapeCell(r.Title), u, r.Severity(u), e.Source, e.Existing, e.New, e.Pinned, e.Upgraded, generatedCell(r.Declined(u)))
		}
	}
	return b.String()
}

// AgentRuleExplanations returns the explanations of the rules about agents as a Markdown list.
func AgentRuleExplanations() string {
	var b strings.Builder
	for _, r := range metadata.AgentRules() {
		fmt.Fprintf(&b, "- **`%s`**: %s. %s\n", r.ID, escapeCell(r.Title), escapeCell(r.Explanation))
	}
	return b.String()
}

func generatedCell(declined bool) string {
	if declined {
		return "drift error"
	}
	return "no drift error"
}

// escapeCell keeps "option<T>" from being taken for HTML.
func escapeCell(s string) string { return strings.ReplaceAll(s, "<", "&lt;") }
