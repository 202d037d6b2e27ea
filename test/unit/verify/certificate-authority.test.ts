import { certificateIn } from "../../../verify/certificate-authority";

const pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

test("a certificate is taken as it is", () => {
  expect(certificateIn(pem, "--ca file")).toBe(pem);
});

test.each(["", "{}", pem.replaceAll("CERTIFICATE", "PRIVATE KEY")])("%j is none, and is not repeated", (text) => {
  expect(() => certificateIn(text, "--ca file")).toThrow(/^--ca file is no certificate in PEM$/);
});
