package dev.slipway.local;

import dev.slipway.base.StartRefused;
import dev.slipway.simulator.Simulator;
import dev.slipway.simulator.SimulatorOptions;
import java.net.URI;
import java.nio.file.Path;

/** The simulator inside this process: the only place that starts it. */
final class SimulatedCloud implements AutoCloseable {

  private final Simulator simulator;

  private SimulatedCloud(Simulator simulator) {
    this.simulator = simulator;
  }

  /**
   * Starts the simulator, resuming from its journal if there is one.
   *
   * @param directory where its state is kept
   */
  static SimulatedCloud start(Settings settings, Path directory, int port) {
    var options =
        SimulatorOptions.builder()
            .host(settings.simulatorHost())
            .port(port)
            .directory(directory)
            .speed(settings.speed())
            .provisioningSpeed(settings.provisioningSpeed())
            .defaultRegion(settings.region())
            .build();
    try {
      return new SimulatedCloud(Simulator.start(options));
    } catch (IllegalStateException e) {
      throw new StartRefused(
          "The simulator did not start on port %d: %s.".formatted(port, e.getMessage()),
          "Choose another port with SLIPWAY_SIMULATOR_PORT, or name a running simulator with"
              + " SLIPWAY_SIMULATOR_URL.",
          e);
    }
  }

  URI uri() {
    return simulator.uri();
  }

  /** Stops it; its state is on disk. */
  @Override
  public void close() {
    simulator.close();
  }
}
