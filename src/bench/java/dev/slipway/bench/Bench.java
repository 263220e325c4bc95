package dev.slipway.bench;

import java.util.List;

/**
 * Runs the benchmark of the name that is given, with the options after it, in one argument or in
 * several; ends with 1 when it misses its bound.
 */
final class Bench {

  private Bench() {}

  public static void main(String[] arguments) throws Exception {
    List<String> words = List.of(String.join(" ", arguments).strip().split("\\s+"));
    String name = words.getFirst();
    List<String> options = words.subList(1, words.size());
    boolean held =
        switch (name) {
          case "simulator" -> new SimulatorUnderLoad(options).run();
          case "deployments" -> new ManyDeployments(options).run();
          case "lists" -> new ListsAtScale(options).run();
          case "proxy" -> new ProxyBesideNginx().run();
          case "dashboard" -> new DashboardAtScale().run();
          default -> {
            System.err.println(
                "Name a benchmark with -Dbench=NAME: simulator, deployments, lists, proxy,"
                    + " dashboard.");
            yield false;
          }
        };
    System.exit(held ? 0 : 1);
  }
}
