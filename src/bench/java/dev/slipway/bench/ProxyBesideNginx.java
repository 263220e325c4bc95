package dev.slipway.bench;

import dev.slipway.testing.GuardedDirectory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The prediction proxy with authentication and metrics on, beside those of its peers that are
 * installed, before an upstream that costs nothing: what it carries, how long it takes at half of
 * that, and what it holds of memory under idle connections, large bodies and steady load.
 */
final class ProxyBesideNginx {

  private static final double SPEED = 60;
  private static final int BOUNDED_ROUNDS = 9;
  private static final int TOLD_ROUNDS = 5;
  private static final int IDLE = 10_000;
  private static final double MOST_IDLE = 300;
  private static final double MOST_LEFT = 20;
  private static final int MOST_SOAK_RATE = 2_000;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final int soakMinutes = Integer.getInteger("soak", 5);
  private final Verdict verdict = new Verdict();

  /** Whether the bounds held. */
  boolean run() throws Exception {
    Optional<Path> nginx = Programs.find("nginx");
    try (GuardedDirectory home = GuardedDirectory.create();
        SimulatorProcess simulator = new SimulatorProcess(SPEED, List.of("-Xmx256m"));
        StaticUpstream own = new StaticUpstream(simulator.uri(), home.path());
        Peer front =
            nginx.isEmpty()
                ? null
                : Peer.nginxUpstream(nginx.get(), home.path(), own.uri(), simulator.uri())) {
      simulator.publishModel();
      URI upstream = front == null ? own.uri() : front.uri();
      System.out.println("upstream: " + (front == null ? "Vert.x" : "nginx, one worker"));
      try (ServedProxy ours = new ServedProxy(home.path(), upstream);
          Peer plain =
              nginx.isEmpty() ? null : Peer.nginxProxy(nginx.get(), home.path(), upstream);
          Peer hop = Peer.plainHop(home.path(), upstream);
          Peer sigV4 = sigV4Proxy(home.path(), upstream)) {
        measure(home.path(), ours, plain, hop, sigV4);
      }
    }
    return verdict.all();
  }

  private static @Nullable Peer sigV4Proxy(Path home, URI upstream) throws IOException {
    Optional<Path> program = Programs.find("aws-sigv4-proxy");
    return program.isEmpty() ? null : Peer.sigV4Proxy(program.get(), home, upstream);
  }

  private void measure(
      Path home, ServedProxy ours, @Nullable Peer plain, Peer hop, @Nullable Peer sigV4)
      throws Exception {
    Way bearer = ours.bearer();
    Way signed = ours.signed();
    List<Way> ways = new ArrayList<>();
    Way nginx = plain == null ? null : Way.plain("nginx", plain.uri(), ours.path(), plain.pid());
    if (nginx != null) ways.add(nginx);
    Way signing =
        sigV4 == null ? null : Way.plain("aws-sigv4-proxy", sigV4.uri(), ours.path(), sigV4.pid());
    if (signing != null) ways.add(signing);
    Way least = Way.plain("a plain hop of Vert.x", hop.uri(), ours.path(), hop.pid());
    ways.add(least);
    ways.add(bearer);
    ways.add(signed);

    var loop = new ClosedLoop(home);
    System.out.printf("load: one thread, 32 connections, of %s%n%n", loop.name());
    Rounds rounds = Rounds.of(loop, ways);
    rounds.print(nginx == null ? bearer : nginx);
    System.out.println(signing == null ? "\naws-sigv4-proxy is not installed" : "");
    carries(rounds, bearer, signed, nginx, signing);

    takes(bearer, nginx, least, rounds.median(bearer));
    idle(ours);
    large(ours);
    soak(ours, Math.min(MOST_SOAK_RATE, (int) (rounds.median(bearer) / 4)));
  }

  private void carries(
      Rounds rounds, Way bearer, Way signed, @Nullable Way nginx, @Nullable Way signing) {
    String withTokens = "bearer tokens: at least 0.5 of nginx's rate";
    String withSignatures = "SigV4 verified: at least 0.4 of nginx's rate";
    if (nginx == null) {
      verdict.unknown(withTokens, "nginx is not installed");
      verdict.unknown(withSignatures, "nginx is not installed");
    } else {
      verdict.that(withTokens, rounds.median(bearer) >= 0.5 * rounds.median(nginx));
      verdict.that(withSignatures, rounds.median(signed) >= 0.4 * rounds.median(nginx));
    }
    if (signing != null) {
      verdict.that(
          "bearer tokens: at least 2.5 times aws-sigv4-proxy's rate",
          rounds.median(bearer) >= 2.5 * rounds.median(signing));
    }
  }

  /**
   * How long predictions take at half of the fixed rate that Slipway carries, which is what is
   * bounded; and, told beside it, at half of what it answers to callers who wait for their answers,
   * at which the client and the upstream leave the machine little to spare.
   */
  private void takes(Way bearer, @Nullable Way nginx, Way least, double waiting)
      throws IOException, InterruptedException {
    int carried = Saturation.of(bearer, (int) (waiting / 4));
    System.out.printf("%nat a fixed rate Slipway carries %d requests/s%n", carried);
    List<Way> ways = nginx == null ? List.of(bearer, least) : List.of(nginx, least, bearer);
    FixedRate half = at(carried / 2, ways, BOUNDED_ROUNDS);
    FixedRate more = at((int) (waiting / 2), ways, TOLD_ROUNDS);
    verdict.that("every request sent and answered", half.failed() + more.failed() == 0);
    if (nginx == null) {
      verdict.unknown("p50 and p99 at most twice nginx's", "nginx is not installed");
    } else {
      verdict.that("p50 at most twice nginx's", half.p50(bearer) <= 2 * half.p50(nginx));
      verdict.that("p99 at most twice nginx's", half.p99(bearer) <= 2 * half.p99(nginx));
    }
  }

  private static FixedRate at(int perSecond, List<Way> ways, int rounds)
      throws IOException, InterruptedException {
    System.out.printf("%nat %d requests/s, latency from when each was due%n%n", perSecond);
    var rate = new FixedRate(ways, perSecond, rounds);
    rate.print(ways.getFirst());
    System.out.println();
    return rate;
  }

  private void idle(ServedProxy ours) throws Exception {
    String bound = "%,d idle connections within %.0f MB of heap".formatted(IDLE, MOST_IDLE);
    System.out.println();
    long files = Programs.mostOpenFiles();
    if (files < IDLE + 500) {
      verdict.unknown(bound, "a process may open but " + files + " files here (ulimit -n)");
      return;
    }
    double before = Memory.live(ours.pid());
    try (var idle = new IdleConnections(ours.bearer(), IDLE)) {
      double live = Memory.live(ours.pid());
      System.out.printf(
          "live heap %.0f MB without and %.0f MB with %,d idle connections; resident %.0f MB%n",
          before, live, IDLE, Memory.resident(ours.pid()));
      idle.askAgain(100);
      verdict.that(bound, live <= MOST_IDLE);
    }
  }

  private void large(ServedProxy ours) throws Exception {
    double before = Memory.live(ours.pid());
    var large = new LargeBodies(ours.bearer());
    large.run(ours.pid());
    double after = Memory.live(ours.pid());
    System.out.printf(
        "%n%d callers of 25 MB each way, slow readers: %d answered, %d times told to ask"
            + " again; live heap %.0f MB before, %.0f MB at most, %.0f MB after; resident"
            + " %.0f MB%n",
        large.callers(),
        large.answered(),
        large.refused(),
        before,
        large.most(),
        after,
        Memory.resident(ours.pid()));
    verdict.that("every large prediction answered", large.answered() == large.callers());
    verdict.that(
        "bodies hold at most a quarter of the heap (and 50 MB besides)",
        large.most() <= before + ServedProxy.HEAP / 4.0 + 50);
    verdict.that("nothing of them stays", after <= before + MOST_LEFT);
  }

  /** The first minute is for what is allocated once. */
  private void soak(ServedProxy ours, int perSecond) throws Exception {
    System.out.printf("%nsoak of %d minutes at %d requests/s%n%n", soakMinutes, perSecond);
    System.out.println("| minute | answered | failed | p99 ms | live heap MB | resident MB |");
    System.out.println("|---:|---:|---:|---:|---:|---:|");
    Way way = ours.bearer();
    double first = 0;
    double last = 0;
    long failed = 0;
    try (OpenLoop load = new OpenLoop(way.server())) {
      for (int minute = 1; minute <= soakMinutes; minute++) {
        load.run(perSecond, MINUTE, _ -> way.path(), way.headers().get(), Way.BODY);
        Tally tally = load.take();
        last = Memory.live(ours.pid());
        if (minute == 1) first = last;
        failed += tally.bad() + tally.unsent();
        System.out.printf(
            "| %d | %d | %d | %.1f | %.1f | %.0f |%n",
            minute,
            tally.good(),
            tally.bad() + tally.unsent(),
            tally.millis(0.99),
            last,
            Memory.resident(ours.pid()));
      }
    }
    System.out.println();
    verdict.that("every request of the soak sent and answered", failed == 0);
    verdict.that("memory flat in the soak", last <= first + MOST_LEFT);
  }
}
