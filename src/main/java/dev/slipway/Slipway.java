package dev.slipway;

import dev.slipway.cli.Client;
import dev.slipway.local.SimulatorCommand;
import dev.slipway.local.StartUp;
import java.util.Arrays;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** Entry point: the service, or with a first word a command of the client or the simulator. */
@SpringBootApplication
public class Slipway {

  private static final String SERVICE =
      """
      Usage: slipway [serve] [--name=value…]

      Runs the service: API, workers and prediction proxy. Settings come as --name=value, as system
      properties or from the environment (slipway.proxy.port is SLIPWAY_PROXY_PORT). Those that
      matter first:

        spring.datasource.url    a PostgreSQL database; without it this is local mode, which needs
                                 nothing (run mvn spring-boot:run in the source tree)
        slipway.cloud            aws or simulator; must be named once there is a database,
                                 which stays with the cloud of its first start
        slipway.data-directory   where local mode keeps everything (~/.slipway)
        server.port, slipway.proxy.port, slipway.simulator.port
                                 8080, 8081 and 4570
      """;

  public static void main(String[] arguments) throws Exception {
    String first = arguments.length == 0 ? "" : arguments[0];
    if (first.equals("simulator")) SimulatorCommand.run(rest(arguments));
    else if (first.equals("serve")) serve(rest(arguments));
    else if (Client.takes(first)) System.exit(Client.run(arguments));
    else serve(arguments);
  }

  private static void serve(String[] settings) {
    if (Arrays.asList(settings).contains("--help")) System.out.print(SERVICE);
    else new SpringApplicationBuilder(Slipway.class).listeners(new StartUp()).run(settings);
  }

  private static String[] rest(String[] arguments) {
    return Arrays.copyOfRange(arguments, 1, arguments.length);
  }
}
