package dev.slipway.simulator;

import dev.slipway.simulator.sagemaker.SageMakerOptions;
import dev.slipway.simulator.sagemaker.Undocumented;
import dev.slipway.simulator.serving.Serving;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/** Runs the simulator as a process of its own, until it is told to stop. */
public final class SimulatorMain {

  private static final String USAGE =
      """
      Usage: simulator [options]
        --port N                 port to listen on (default 4570; 0 for any free one)
        --host ADDRESS           address to listen on (default 127.0.0.1)
        --directory PATH         keep state there (default: in memory)
        --speed X                seconds of AWS time in one of this machine's (default 1)
        --provisioning-speed X   the same while instances start (default: as --speed)
        --metric-delay SECONDS   AWS time until a metric can be read (default 60)
        --image PREFIX=SERVING   what answers for images whose names begin so, several times:
                                 process:COMMAND ARGUMENT... or url:http://HOST:PORT
        --permissions HOW        evaluated: whoever acts in a role may do only what its policies
                                 allow (default); ignored: every role may do everything
        --unknown-roles HOW      refused: only roles that exist can be assumed (default); assumed:
                                 others too, and they may do everything
        --seed N                 makes chance repeatable (default 1)
        --undocumented NAME      depart from the default in what AWS does not document, several
                                 times: NAMES
        --help                   this text
      """
          .replace(
              "NAMES",
              Arrays.stream(Undocumented.values())
                  .map(Undocumented::name)
                  .collect(Collectors.joining(",\n" + " ".repeat(27))));

  private SimulatorMain() {}

  public static void main(String[] args) throws InterruptedException {
    int status = run(List.of(args), System.out, System.err);
    if (status != 0) {
      System.exit(status);
    }
  }

  private static int run(List<String> args, PrintStream out, PrintStream err)
      throws InterruptedException {
    if (args.contains("--help")) {
      out.print(USAGE);
      return 0;
    }
    SimulatorOptions options;
    try {
      options = options(args);
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      err.print(USAGE);
      return 2;
    }
    Simulator simulator;
    try {
      simulator = Simulator.start(options);
    } catch (IllegalStateException e) {
      err.println(e.getMessage());
      return 1;
    }
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  simulator.close();
                  stopped.countDown();
                },
                "simulator-stop"));
    out.println("simulator ready on " + simulator.uri());
    out.flush();
    stopped.await();
    return 0;
  }

  static SimulatorOptions options(List<String> args) {
    SimulatorOptions.Builder options = SimulatorOptions.builder().port(4570);
    List<Undocumented> departures = new ArrayList<>();
    for (Iterator<String> rest = args.iterator(); rest.hasNext(); ) {
      String name = rest.next();
      if (!rest.hasNext()) {
        throw new IllegalArgumentException(name + " is unknown or needs a value.");
      }
      String value = rest.next();
      try {
        switch (name) {
          case "--port" -> options.port(Integer.parseInt(value));
          case "--host" -> options.host(value);
          case "--directory" -> options.directory(Path.of(value));
          case "--speed" -> options.speed(positive(value));
          case "--provisioning-speed" -> options.provisioningSpeed(positive(value));
          case "--metric-delay" -> options.metricDelay(Duration.ofSeconds(Long.parseLong(value)));
          case "--image" -> image(options, value);
          case "--undocumented" -> departures.add(departure(value));
          case "--permissions" ->
              options.evaluatePermissions(either(name, value, "evaluated", "ignored"));
          case "--unknown-roles" ->
              options.assumeUnknownRoles(either(name, value, "assumed", "refused"));
          case "--seed" -> options.seed(Long.parseLong(value));
          default -> throw new IllegalArgumentException(name + " is unknown.");
        }
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(name + " needs a number, not " + value + ".", e);
      }
    }
    return options
        .sageMaker(SageMakerOptions.usual().with(departures.toArray(new Undocumented[0])))
        .build();
  }

  private static Undocumented departure(String name) {
    try {
      return Undocumented.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--undocumented knows no " + name + ".", e);
    }
  }

  private static void image(SimulatorOptions.Builder options, String value) {
    int equals = value.indexOf('=');
    if (equals < 1) {
      throw new IllegalArgumentException("--image needs PREFIX=SERVING, not " + value + ".");
    }
    options.image(value.substring(0, equals), Serving.parse(value.substring(equals + 1)));
  }

  /** Whether it is the first of two. */
  private static boolean either(String name, String value, String yes, String no) {
    if (!value.equals(yes) && !value.equals(no)) {
      throw new IllegalArgumentException(
          name + " is " + yes + " or " + no + ", not " + value + ".");
    }
    return value.equals(yes);
  }

  private static double positive(String value) {
    double number = Double.parseDouble(value);
    if (!(number > 0)) {
      throw new NumberFormatException(value);
    }
    return number;
  }
}
