package dev.slipway;

import dev.slipway.local.SimulatorCommand;
import dev.slipway.local.StartUp;
import java.util.Arrays;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** Entry point: the service, or with a first word the simulator on its own. */
@SpringBootApplication
public class Slipway {

  private static final String USAGE =
      """
      Slipway, a control plane for Amazon SageMaker real-time model deployments.

        slipway              run the service: API, workers and prediction proxy
        slipway simulator    run the AWS simulator as a process of its own (--help lists its options)
        slipway --help       show this

      The service takes its settings as --name=value, as system properties or from the environment
      (slipway.proxy.port is SLIPWAY_PROXY_PORT). Those that matter first:

        spring.datasource.url    a PostgreSQL database; without it this is local mode, which needs
                                 nothing (run mvn spring-boot:run in the source tree)
        slipway.cloud            aws or simulator; must be named once there is a database
        slipway.data-directory   where local mode keeps everything (~/.slipway)
        server.port, slipway.proxy.port, slipway.simulator.port
                                 8080, 8081 and 4570
      """;

  public static void main(String[] arguments) throws Exception {
    switch (arguments.length == 0 ? "" : arguments[0]) {
      case "simulator" -> SimulatorCommand.run(Arrays.copyOfRange(arguments, 1, arguments.length));
      case "help", "--help", "-h" -> System.out.print(USAGE);
      default ->
          new SpringApplicationBuilder(Slipway.class).listeners(new StartUp()).run(arguments);
    }
  }
}
