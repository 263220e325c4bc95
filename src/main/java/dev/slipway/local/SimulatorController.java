package dev.slipway.local;

import dev.slipway.access.Needs;
import dev.slipway.access.Role;
import dev.slipway.access.Where;
import dev.slipway.base.Failure;
import dev.slipway.base.WallClock;
import dev.slipway.cloud.CloudClock;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The simulator's switches. With AWS there are none, and cloud time is everybody's. */
@RestController
@RequestMapping("/v1/simulator")
class SimulatorController implements DisposableBean {

  private final CloudClock clock;
  private final @Nullable Running running;

  SimulatorController(CloudClock clock, WallClock wall, Environment environment) {
    this.clock = clock;
    String url = environment.getProperty("slipway.simulator.url", "");
    boolean simulated = "simulator".equals(environment.getProperty("slipway.cloud"));
    this.running =
        simulated && !url.isBlank()
            ? new Running(
                new SimulatorFaults(URI.create(url)),
                new Traffic(
                    URI.create(url),
                    environment.getProperty("slipway.aws.region", "us-east-1"),
                    wall))
            : null;
  }

  private record Running(SimulatorFaults faults, Traffic traffic) {}

  /**
   * Whether the cloud is simulated, and what the simulator is told to do.
   *
   * @param now cloud time
   * @param speed how many of its seconds pass in one of ours
   */
  record Simulator(boolean running, Instant now, double speed, List<Switches> switches) {}

  @GetMapping
  @Needs(value = Role.VIEWER, where = Where.SOMEWHERE)
  Simulator get() {
    if (running == null) {
      return new Simulator(false, clock.now(), 1, List.of());
    }
    return new Simulator(true, clock.now(), running.faults().speed(), switches(running));
  }

  @PutMapping("/switches/{endpoint}")
  @Needs(value = Role.ADMIN, where = Where.EVERYWHERE)
  Switches put(@PathVariable String endpoint, @RequestBody Switches.Wanted wanted) {
    if (running == null) {
      throw new Failure.NotFound(
          "no-simulator", "The cloud is AWS here, and only a simulated one has switches.");
    }
    if (!endpoint.matches("[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}")) {
      throw new Failure.NotFound(
          "no-such-endpoint", "SageMaker cannot have an endpoint of that name.");
    }
    Switches switches = wanted.of(endpoint);
    running.faults().put(switches);
    running.traffic().drive(endpoint, switches.requestsPerSecond());
    return switches.with(running.traffic().of(endpoint));
  }

  private static List<Switches> switches(Running running) {
    Map<String, Switches> all = new TreeMap<>(running.faults().all());
    running
        .traffic()
        .all()
        .keySet()
        .forEach(endpoint ->
            all.computeIfAbsent(endpoint, name -> new Switches(name, null, 0, 0, false, 0, 0, 0)));
    List<Switches> list = new ArrayList<>();
    all.forEach((endpoint, its) -> list.add(its.with(running.traffic().of(endpoint))));
    return list;
  }

  @Override
  public void destroy() {
    if (running != null) running.traffic().close();
  }
}
