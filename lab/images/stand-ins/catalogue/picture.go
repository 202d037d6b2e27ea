package catalogue

import (
	"fmt"
	"hash/fnv"
	"strings"
)

// The outline of a sock, drawn for this stand-in, in a square of 200.
const outline = "M70 20 H122 V96 C122 112 132 120 148 128 C176 142 180 178 146 180 H108 C84 180 70 164 70 142 Z"

// picture draws a sock whose colours and stripes follow from the file's name: always the same for the same name.
func picture(file string) string {
	hash := fnv.New32a()
	_, _ = hash.Write([]byte(file))
	seed := hash.Sum32()
	hue := int(seed % 360)
	other := (hue + 60 + int(seed>>9%180)) % 360
	step := 14 + int(seed>>17%16)
	tilt := int(seed>>5%5)*15 - 30

	var stripes strings.Builder
	for y := -40; y < 260; y += step {
		fmt.Fprintf(&stripes, `<rect x="-60" y="%d" width="320" height="%d"/>`, y, step/2)
	}
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200" role="img">`+
		`<clipPath id="sock"><path d="%[1]s"/></clipPath>`+
		`<rect width="200" height="200" fill="hsl(%[2]d 40%% 95%%)"/>`+
		`<g clip-path="url(#sock)"><rect width="200" height="200" fill="hsl(%[2]d 62%% 52%%)"/>`+
		`<g fill="hsl(%[3]d 65%% 60%%)" transform="rotate(%[4]d 100 100)">%[5]s</g>`+
		`<rect x="60" y="14" width="80" height="22" fill="hsl(%[2]d 62%% 34%%)"/></g>`+
		`<path d="%[1]s" fill="none" stroke="hsl(%[2]d 50%% 26%%)" stroke-width="4" stroke-linejoin="round"/></svg>`,
		outline, hue, other, tilt, stripes.String())
}
