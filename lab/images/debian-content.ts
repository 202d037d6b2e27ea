import type { Header } from "tar-stream";

export const debianSuite = "bookworm";

/** Debian's name of this machine's architecture. */
const debianArchitecture = process.arch === "x64" ? "amd64" : process.arch;

/** Of no use without a package manager or a reader; and device files, which the runtime makes. */
const dropped =
  /^(dev|boot|media|mnt|opt|srv|home|usr\/(games|include|src)|usr\/share|usr\/lib\/[^/]*-linux-gnu\/(gconv|perl-base)|usr\/lib\/(apt|dpkg|systemd)|var|etc\/(apt|dpkg|systemd|cron\.daily|logrotate\.d|alternatives))(\/|$)/;

/**
 * Redis's programs and the libraries that they load, but for those of the base layer: what else its packages depend on
 * serves their installation. `redis-server` is a link to `redis-check-rdb`, which acts by the name it is called by.
 */
const ofRedis =
  /^usr\/bin\/redis-(server|check-rdb|cli)$|^(usr\/)?lib\/[^/]*-linux-gnu\/lib(atomic|cap|crypto|gcrypt|gpg-error|jemalloc|lz4|lzf|ssl|stdc\+\+|systemd)\.so\.[^/]*$/;

/**
 * Prometheus, its tool, and the pages that Debian serves in place of the project's own, with the scripts that these load:
 * of the time zones alone the package has 200 MB.
 */
const ofPrometheus =
  /^usr\/(bin\/(prometheus|promtool)|share\/(prometheus\/.*|fonts-glyphicons\/.*|javascript\/(bootstrap4|d3|eonasdan-bootstrap-datetimepicker|jquery-hotkeys|rickshaw)\/.*|javascript\/(jquery\/jquery|moment\/moment|moment-timezone\/moment-timezone-with-data|mustache\/mustache)\.min\.js|javascript\/popper\.js|nodejs\/(bootstrap|popper\.js)\/dist\/.*))$/;

/**
 * Java's runtime and the libraries that it loads, but for those of the base layer. Left out are what draws, what debugs and
 * what compiles (`ct.sym`), and a second archive of classes, for heaps of 32 GB.
 */
const ofJava =
  /^usr\/lib\/jvm\/[^/]+\/(bin|conf|lib)(\/(?!ct\.sym$|jrt-fs\.jar$|lib(awt|fontmanager|freetype|jdwp|jsound|lcms|mlib_image|splashscreen)|server\/classes_nocoops)|$)|^etc\/java-17-openjdk\/|^(usr\/)?lib\/[^/]*-linux-gnu\/lib(gcc_s|jpeg|stdc\+\+|z)\.so\.[^/]*$/;

/** Debian sets these names up when it installs the package, which is only unpacked here. */
const iptablesLinks = ["iptables", "ip6tables"].flatMap((family) =>
  ["", "-save", "-restore"].map((verb) => [`usr/sbin/${family}${verb}`, "xtables-nft-multi"] as const),
);

interface DebianPart {
  /** Unpacked together with all that they depend on. */
  packages: readonly string[];
  /** Which of their files the layer holds. */
  keeps: (path: string) => boolean;
  /** Symbolic links added to them, each with its target. */
  links: readonly (readonly [string, string])[];
}

/** Layers of Debian's own files. */
export const debianParts = {
  /** The base: what Envoy (a C library), istio-init (iptables) and `kubectl exec` into a container (a shell) need. */
  debian: {
    packages: ["libc6", "iptables", "dash", "coreutils"],
    keeps: (path) => !dropped.test(path),
    links: iptablesLinks,
  },
  /** Stands on the base. */
  redis: { packages: ["redis-server"], keeps: (path) => ofRedis.test(path), links: [] },
  /** Stands on the base. */
  prometheus: { packages: ["prometheus"], keeps: (path) => ofPrometheus.test(path), links: [] },
  /** Stands on the base too. Debian's own link to the program is made when its package is installed. */
  java: {
    packages: ["openjdk-17-jre-headless"],
    keeps: (path) => ofJava.test(path),
    links: [["usr/bin/java", `../lib/jvm/java-17-openjdk-${debianArchitecture}/bin/java`]],
  },
} satisfies Record<string, DebianPart>;

export type DebianLayerName = keyof typeof debianParts;
export const debianLayerNames = Object.keys(debianParts) as DebianLayerName[];

export type PackageEntry = Pick<Header, "name" | "type" | "mode" | "size" | "linkname">;

/** A package's file as the layer holds it, or nothing where it is left out. */
export function debianEntry(layer: DebianLayerName, header: PackageEntry): PackageEntry | undefined {
  const name = header.name.replace(/^(\.?\/)+/, "").replace(/\/$/, "");
  if (name === "" || name === "." || !debianParts[layer].keeps(name)) return undefined;
  const { type, mode, size, linkname } = header;
  if (type === "character-device" || type === "block-device" || type === "fifo") return undefined;
  // A hard link's target is a path inside the tar; a symbolic link's is not to be touched.
  return { name, type, mode, size, linkname: type === "link" ? linkname.replace(/^\.\//, "") : linkname };
}
