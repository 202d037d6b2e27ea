module sock-shop.lab/stand-ins

go 1.26.0
