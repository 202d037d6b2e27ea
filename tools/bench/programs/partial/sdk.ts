// The modules of all that the shop is made of, and nothing made of them.
import "../../../../src/mesh/mesh";
import "../../../../src/config/settings";
import "../../../../src/shop/sock-shop";
