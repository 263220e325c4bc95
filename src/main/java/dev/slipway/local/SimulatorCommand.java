package dev.slipway.local;

import dev.slipway.simulator.SimulatorMain;

/** {@code slipway simulator}: the simulator as a process of its own, without the service. */
public final class SimulatorCommand {

  private SimulatorCommand() {}

  /** Runs until the process is told to end. Takes the simulator's own options. */
  public static void run(String[] arguments) throws Exception {
    SimulatorMain.main(arguments);
  }
}
