// Command stand-in plays one workload of the Sock Shop, so that the lab runs the shop's objects without its images.
// The image says which one by STAND_IN; arguments meant for the real program are taken without a word, but for -port.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"maps"
	"net"
	"os"
	"os/signal"
	"regexp"
	"slices"
	"syscall"
	"time"

	"sock-shop.lab/stand-ins/serve"
)

func main() {
	log.SetFlags(0)
	signal.Ignore(syscall.SIGPIPE)
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	if err := run(ctx, os.Getenv("STAND_IN"), os.Args[1:]); err != nil {
		log.Fatalf("stand-in: %v", err)
	}
}

func run(ctx context.Context, name string, arguments []string) error {
	chosen, known := workloads[name]
	if !known {
		return fmt.Errorf("STAND_IN is %q, not one of %q", name, slices.Sorted(maps.Keys(workloads)))
	}
	port := portOf(arguments, chosen.port)
	listener, err := net.Listen("tcp", ":"+port)
	if errors.Is(err, syscall.EACCES) {
		return fmt.Errorf("%w: the pod's net.ipv4.ip_unprivileged_port_start must allow port %s", err, port)
	}
	if err != nil {
		return err
	}
	log.Printf("A stand-in for %s listens on %s", name, listener.Addr())
	err = chosen.serve(ctx, listener)
	log.Printf("The stand-in for %s ends", name)
	return err
}

var portFlag = regexp.MustCompile(`^--?port=(\d+)$`)

// portOf reads -port=N, which the catalogue's Deployment gives.
func portOf(arguments []string, otherwise string) string {
	for _, argument := range arguments {
		if found := portFlag.FindStringSubmatch(argument); found != nil {
			return found[1]
		}
	}
	return otherwise
}

// drain is how a stand-in leaves: a second without requests is longer than the mesh takes to hear that a pod goes, and
// twice the limit ends within the 30 s that Kubernetes leaves a pod.
func drain() serve.Drain {
	quiet, err := time.ParseDuration(setting("STAND_IN_QUIET", "1s"))
	if err != nil {
		log.Fatalf("stand-in: STAND_IN_QUIET: %v", err)
	}
	return serve.Drain{Quiet: quiet, Limit: 12 * time.Second}
}
