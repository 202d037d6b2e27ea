import type { Header } from "tar-stream";

export const debianSuite = "bookworm";

/** What Envoy (a C library), istio-init (iptables) and `kubectl exec` into a sidecar (a shell) need. */
export const debianPackages = ["libc6", "iptables", "dash", "coreutils"] as const;

/** Of no use without a package manager or a reader; and device files, which the runtime makes. */
const dropped =
  /^(dev|boot|media|mnt|opt|srv|home|usr\/(games|include|src)|usr\/share|usr\/lib\/[^/]*-linux-gnu\/(gconv|perl-base)|usr\/lib\/(apt|dpkg|systemd)|var|etc\/(apt|dpkg|systemd|cron\.daily|logrotate\.d|alternatives))(\/|$)/;

export type PackageEntry = Pick<Header, "name" | "type" | "mode" | "size" | "linkname">;

/** A package's file as the layer holds it, or nothing where it is left out. */
export function debianEntry(header: PackageEntry): PackageEntry | undefined {
  const name = header.name.replace(/^(\.?\/)+/, "").replace(/\/$/, "");
  if (name === "" || name === "." || dropped.test(name)) return undefined;
  const { type, mode, size, linkname } = header;
  if (type === "character-device" || type === "block-device" || type === "fifo") return undefined;
  // A hard link's target is a path inside the tar; a symbolic link's is not to be touched.
  return { name, type, mode, size, linkname: type === "link" ? linkname.replace(/^\.\//, "") : linkname };
}

/** Debian sets these names up when it installs the package, which is only unpacked here. */
export const iptablesLinks: readonly (readonly [string, string])[] = ["iptables", "ip6tables"].flatMap((family) =>
  ["", "-save", "-restore"].map((verb) => [`usr/sbin/${family}${verb}`, "xtables-nft-multi"] as const),
);
