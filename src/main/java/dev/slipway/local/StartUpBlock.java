package dev.slipway.local;

import dev.slipway.base.ProcessRole;
import dev.slipway.web.Dashboard;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.core.env.Environment;

/**
 * What the log ends with once Slipway is ready: what this mode is, where everything is, what was
 * moved, what to do next.
 *
 * @param token shown only in local mode, where whoever reads the log owns the token's file too
 * @param adopted whether Postgres had been left running by a process that was killed
 */
record StartUpBlock(
    Settings settings,
    Optional<Path> dataDirectory,
    Optional<Path> tokenFile,
    Optional<String> token,
    Optional<URI> simulator,
    List<Ports.Moved> moved,
    boolean adopted) {

  /** The block, with the ports on which the servers really listen. */
  String text(Environment environment) {
    String api = api(environment);
    var text = new StringBuilder("Slipway is ready\n\n");
    text.append(
        switch (settings.mode()) {
          case LOCAL ->
              """
                LOCAL MODE. AWS is simulated and records are kept in an embedded Postgres; nothing
                leaves this machine, and only this machine can connect.

              """;
          case REHEARSAL ->
              """
                REHEARSAL. AWS is simulated; records are kept in the configured database.

              """;
          case AWS ->
              """
                AWS. Deployments change real resources; records are kept in the configured database.

              """;
        });
    roles(text, api, environment);
    token.ifPresent(value -> line(text, "Token", value));
    tokenFile.ifPresent(file ->
        line(text, token.isPresent() ? "" : "Token", (token.isPresent() ? "in " : "") + file));
    if (settings.adminTokenGiven()) {
      line(text, "Token", "as configured by slipway.admin-token");
    }
    simulator.ifPresent(uri -> {
      line(text, "Simulator", uri.toString());
      line(text, "", settings.simulatorUrl().isPresent() ? "a process of its own" : speeds());
    });
    dataDirectory.ifPresent(directory -> line(text, "Data", directory.toString()));
    for (Ports.Moved port : moved) {
      line(
          text,
          "Note",
          "port %d was taken: the %s listens on %d"
              .formatted(port.wanted(), port.user(), port.given()));
    }
    if (adopted) {
      line(text, "Note", "Postgres was still running after a hard stop and was taken over");
    }
    if (settings.mode() == Mode.REHEARSAL && settings.simulatorUrl().isEmpty()) {
      line(text, "Note", "the simulator lives in this process: start only one on this database,");
      line(text, "", "or share a simulator by SLIPWAY_SIMULATOR_URL");
    }
    next(text, api);
    return text.toString();
  }

  /** Where the API really listens. */
  static String api(Environment environment) {
    return url(environment, "server", "local.server.port", "server.port", "8080");
  }

  /** Where what this process serves is found; and what it does, where that is not all. */
  private void roles(StringBuilder text, String api, Environment environment) {
    Set<ProcessRole> roles = settings.roles();
    if (roles.size() < ProcessRole.values().length) {
      String words = roles.stream().map(ProcessRole::word).collect(Collectors.joining(", "));
      line(text, "Roles", words + "; the rest is left to other processes");
    }
    if (roles.contains(ProcessRole.API)) {
      line(text, "Dashboard", dashboard(api));
      line(text, "API", api);
    } else {
      line(text, "Probes", api + "/livez and /readyz");
    }
    if (roles.contains(ProcessRole.PROXY)) {
      line(
          text,
          "Proxy",
          url(environment, "slipway.proxy", "local.proxy.port", "slipway.proxy.port", "8081"));
    }
  }

  /** In local mode with the token, behind the # where no server and no log sees it. */
  private String dashboard(String api) {
    if (!Dashboard.isBuilt()) {
      return "not in this build: install Node 20.19 or later, and build again";
    }
    return token.map(value -> api + "/#token=" + value).orElse(api);
  }

  private String speeds() {
    return String.format(
        Locale.ROOT,
        "its time runs %s times as fast as ours, starting instances %s times",
        number(settings.speed()),
        number(settings.provisioningSpeed()));
  }

  private void next(StringBuilder text, String api) {
    text.append("\n");
    if (!settings.roles().contains(ProcessRole.API)) {
      line(text, "Next", "ask a process that serves the API");
    } else if (settings.adminTokenGiven()) {
      line(text, "Next", "the API is described at " + api);
    } else if (tokenFile.isPresent()) {
      line(text, "Next", "look around, then follow the tour in README.md:");
      line(text, "", "export SLIPWAY_TOKEN=$(cat '%s')".formatted(tokenFile.get()));
      line(
          text, "", "curl -H \"Authorization: Bearer $SLIPWAY_TOKEN\" %s/v1/models".formatted(api));
    } else {
      line(text, "Next", "the API is described at " + api);
      line(text, "", "for a first token restart with SLIPWAY_ACCESS_ADMIN_TOKEN_FILE=<file>");
    }
  }

  private static void line(StringBuilder text, String label, String value) {
    text.append("  %-10s %s\n".formatted(label, value));
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  private static String url(
      Environment environment, String server, String actual, String wanted, String other) {
    String scheme = environment.containsProperty(server + ".ssl.bundle") ? "https" : "http";
    String port = environment.getProperty(actual, environment.getProperty(wanted, other));
    String address = environment.getProperty(server + ".address", "localhost");
    return "%s://%s:%s".formatted(scheme, address, port);
  }
}
