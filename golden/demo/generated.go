package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"

	"github.com/golem-gen/golem-gen/gen"
	"github.com/golem-gen/golem-gen/metadata"
)

// showGenerated generates the client and prints what it looks like. The program itself
// is compiled with golden/shop, whose names come from the component's WIT.
func showGenerated() error {
	document, err := os.ReadFile(metadataFile)
	if err != nil {
		return fmt.Errorf("%w: run the demo from the top of the repository", err)
	}
	component, err := metadata.Decode(document)
	if err != nil {
		return fmt.Errorf("%s: %w", metadataFile, err)
	}
	out, err := gen.Generate(component, gen.Options{Package: "shop"})
	if err != nil {
		return err
	}
	lines := 0
	for _, text := range out.Files {
		lines += bytes.Count(text, []byte("\n"))
	}
	fmt.Printf("Generated the client of %s version %d from %s:\n%d files, %d lines. The interface of one export:\n\n",
		component.Name, component.Version, metadataFile, len(out.Files), lines)
	cart := string(out.Files["cart.go"])
	start := strings.Index(cart, "type Cart interface")
	if start < 0 {
		return fmt.Errorf("the generated cart.go has no interface Cart")
	}
	for line := range strings.Lines(cart[start : start+strings.Index(cart[start:], "\n}")]) {
		if text := strings.TrimSpace(line); text != "" && !strings.HasPrefix(text, "//") {
			fmt.Print(line)
		}
	}
	fmt.Println("\n}")
	return nil
}
