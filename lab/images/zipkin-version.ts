export const zipkinVersion = "3.5.1";
/** Of that version's slim jar. */
export const zipkinSha256 = "7956e7f2c64b7073e1362b81e697fceb5fe61e121ad3cb48d545461026964b0f";
