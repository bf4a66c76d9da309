package command

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
)

const completionUsage = `Usage: golem-gen completion bash|zsh|fish

Prints a script with which the shell completes golem-gen commands, flags and
files.

Flags:
  -h, --help   show this help

Exit codes: 0 success, 2 invalid command line.

Examples:
  source <(golem-gen completion bash)
  golem-gen completion zsh > "${fpath[1]}/_golem-gen"
  golem-gen completion fish > ~/.config/fish/completions/golem-gen.fish
`

func runCompletion(env Environment, args []string) int {
	flags := newFlags("completion")
	return execute(env, flags, args, completionUsage, func() error {
		if flags.NArg() != 1 {
			return misuse("expected bash, zsh or fish")
		}
		write, ok := map[string]func(io.Writer, []subcommand) error{"bash": writeBash, "zsh": writeZsh, "fish": writeFish}[flags.Arg(0)]
		if !ok {
			return misuse("unknown shell %q: expected bash, zsh or fish", flags.Arg(0))
		}
		return write(env.Stdout, subcommands())
	})
}

var flagInUsage = regexp.MustCompile(`(?m)^ +(?:-\w, )?(--[a-z-]+)`)

// longFlags returns the flags in the usage of a subcommand.
func (c subcommand) longFlags() []string {
	_, list, _ := strings.Cut(c.usage, "\nFlags:\n")
	list, _, _ = strings.Cut(list, "\n\n")
	var flags []string
	for _, m := range flagInUsage.FindAllStringSubmatch(list, -1) {
		flags = append(flags, m[1])
	}
	slices.Sort(flags)
	return flags
}

const helpSummary = "show the help of a command"

// names returns the names of the subcommands and help, separated by spaces.
func names(list []subcommand) string {
	all := []string{"help"}
	for _, c := range list {
		all = append(all, c.name)
	}
	return strings.Join(all, " ")
}

// words returns the words that can follow a subcommand besides flags and files.
func (c subcommand) words() []string {
	if c.name == "completion" {
		return []string{"bash", "fish", "zsh"}
	}
	return nil
}

// values returns the values that flags of a subcommand take, for flags with a few values.
func (c subcommand) values() []flagValues {
	if c.name == "diff" {
		return []flagValues{{"--fail-on", "harmless breaking dangerous never"}, {"--format", "text json github"}}
	}
	return nil
}

// flagValues are the values of a flag, separated by spaces.
type flagValues struct{ flag, values string }

func writeBash(w io.Writer, list []subcommand) error {
	var b strings.Builder
	b.WriteString("# bash completion for golem-gen\n_golem_gen() {\n  local word=${COMP_WORDS[COMP_CWORD]}\n")
	fmt.Fprintf(&b, "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n    COMPREPLY=($(compgen -W \"%s --help --version\" -- \"$word\"))\n    return\n  fi\n", names(list))
	b.WriteString("  local words= flags=\n  case ${COMP_WORDS[1]} in\n")
	fmt.Fprintf(&b, "    help) words=%q ;;\n", names(list))
	for _, c := range list {
		fmt.Fprintf(&b, "    %s) words=%q flags=%q ;;\n", c.name, strings.Join(c.words(), " "), strings.Join(c.longFlags(), " "))
	}
	b.WriteString("  esac\n  case \"${COMP_WORDS[1]} ${COMP_WORDS[COMP_CWORD-1]}\" in\n")
	for _, c := range list {
		for _, v := range c.values() {
			fmt.Fprintf(&b, "    '%s %s') words=%q flags= ;;\n", c.name, v.flag, v.values)
		}
	}
	b.WriteString("  esac\n  local all=$words\n  case $word in -*) all=$flags ;; esac\n")
	b.WriteString("  # Where nothing fits, -o default completes files.\n  COMPREPLY=($(compgen -W \"$all\" -- \"$word\"))\n}\ncomplete -o default -F _golem_gen golem-gen\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func writeZsh(w io.Writer, list []subcommand) error {
	var b strings.Builder
	b.WriteString("#compdef golem-gen\n_golem_gen() {\n  if (( CURRENT == 2 )); then\n    local -a subcommands=(\n      'help:" + helpSummary + "'\n")
	for _, c := range list {
		fmt.Fprintf(&b, "      '%s:%s'\n", c.name, strings.ReplaceAll(c.summary, "'", `'\''`))
	}
	b.WriteString("    )\n    _describe subcommand subcommands\n    return\n  fi\n  case ${words[2]} in\n")
	fmt.Fprintf(&b, "    help) compadd %s ;;\n", names(list))
	for _, c := range list {
		fmt.Fprintf(&b, "    %s)\n", c.name)
		for _, v := range c.values() {
			fmt.Fprintf(&b, "      if [ \"${words[CURRENT-1]}\" = %s ]; then compadd %s; return; fi\n", v.flag, v.values)
		}
		fmt.Fprintf(&b, "      compadd -- %s; _files ;;\n", strings.Join(append(c.words(), c.longFlags()...), " "))
	}
	b.WriteString("  esac\n}\nif [ \"$funcstack[1]\" = _golem-gen ]; then\n  _golem_gen \"$@\"\nelse\n  compdef _golem_gen golem-gen\nfi\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func writeFish(w io.Writer, list []subcommand) error {
	var b strings.Builder
	b.WriteString("# fish completion for golem-gen\n")
	b.WriteString("complete -c golem-gen -n __fish_use_subcommand -f -a help -d '" + helpSummary + "'\n")
	fmt.Fprintf(&b, "complete -c golem-gen -n '__fish_seen_subcommand_from help' -f -a '%s'\n", names(list))
	for _, c := range list {
		summary := strings.NewReplacer(`\`, `\\`, "'", `\'`).Replace(c.summary)
		fmt.Fprintf(&b, "complete -c golem-gen -n __fish_use_subcommand -f -a %s -d '%s'\n", c.name, summary)
		for _, word := range c.words() {
			fmt.Fprintf(&b, "complete -c golem-gen -n '__fish_seen_subcommand_from %s' -f -a %s\n", c.name, word)
		}
		for _, flag := range c.longFlags() {
			takes := ""
			for _, v := range c.values() {
				if v.flag == flag {
					takes = " -x -a '" + v.values + "'"
				}
			}
			fmt.Fprintf(&b, "complete -c golem-gen -n '__fish_seen_subcommand_from %s' -l %s%s\n", c.name, strings.TrimPrefix(flag, "--"), takes)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
