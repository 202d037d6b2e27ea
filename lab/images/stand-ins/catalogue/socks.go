package catalogue

// Sock is one article, in the shape of the real catalogue (whose key for the tags is singular).
type Sock struct {
	ID          string   `json:"id"`
	Name        string   `json:"name"`
	Description string   `json:"description"`
	ImageURL    []string `json:"imageUrl"`
	Price       float64  `json:"price"`
	Count       int      `json:"count"`
	Tags        []string `json:"tag"`
}

func pictures(first, second string) []string {
	return []string{"/catalogue/images/" + first, "/catalogue/images/" + second}
}

// Ids, names, prices, counts, tags and picture names are those of catalogue-db's seed; the descriptions are our own.
var socks = []Sock{
	{"03fef6ac-1896-4ce8-bd69-b798f85c6e0b", "Holy", "More air than wool, for feet that have nothing to hide.", pictures("holy_1.jpeg", "holy_2.jpeg"), 99.99, 1, []string{"action", "magic"}},
	{"3395a43e-2d88-40de-b95f-e00e1502085b", "Colourful", "Every colour the dyer had left on a Friday.", pictures("colourful_socks.jpg", "colourful_socks.jpg"), 18, 438, []string{"brown", "blue"}},
	{"510a0d7e-8e83-4193-b483-e27e09ddc34d", "SuperSport XL", "Ready for the finals, or for the sofa that shows them.", pictures("puma_1.jpeg", "puma_2.jpeg"), 15, 820, []string{"formal", "sport", "black"}},
	{"808a2de1-1aaa-4c25-a9b9-6612e8f29a38", "Crossed", "Two pairs of stripes that met and never parted.", pictures("cross_1.jpeg", "cross_2.jpeg"), 17.32, 738, []string{"formal", "blue", "red", "action"}},
	{"819e1fbf-8b7e-4f6d-811f-693534916a8b", "Figueroa", "For long walks along an avenue.", pictures("WAT.jpg", "WAT2.jpg"), 14, 808, []string{"formal", "blue", "green"}},
	{"837ab141-399e-4c1f-9abc-bace40296bac", "Cat socks", "Silent on every floor; lands on its feet.", pictures("catsocks.jpg", "catsocks2.jpg"), 15, 175, []string{"brown", "formal", "green"}},
	{"a0a4f044-b040-410d-8ead-4de0446aec7e", "Nerd leg", "Goes with sandals. Goes with anything, if you ask the wearer.", pictures("bit_of_leg_1.jpeg", "bit_of_leg_2.jpeg"), 7.99, 115, []string{"blue", "skin"}},
	{"d3588630-ad8e-49df-bbd7-3167f7efb246", "YouTube.sock", "Best worn with the sound on.", pictures("youtube_1.jpeg", "youtube_2.jpeg"), 10.99, 801, []string{"geek", "formal"}},
	{"zzz4f044-b040-410d-8ead-4de0446aec7e", "Classic", "The sock that the others are measured by.", pictures("classic.jpg", "classic2.jpg"), 12, 127, []string{"brown", "green"}},
}

// tags in the order of the seed.
var tags = []string{"brown", "geek", "formal", "blue", "skin", "red", "action", "sport", "black", "magic", "green"}
