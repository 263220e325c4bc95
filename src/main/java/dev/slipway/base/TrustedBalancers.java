package dev.slipway.base;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The load balancers whose forwarding headers are believed. Everybody else's headers are ignored:
 * otherwise a client could choose the address under which it is counted.
 */
public final class TrustedBalancers {

  /** The setting that lists their addresses and networks; nobody's word counts unless it does. */
  public static final String SETTING = "slipway.web.trusted-proxies";

  private static final Pattern COMMA = Pattern.compile(",");

  /**
   * Some balancers add the port from which the client asks: 192.0.2.7:50001, [2001:db8::7]:50001.
   */
  private static final Pattern WITH_PORT =
      Pattern.compile("(?:(\\d+\\.\\d+\\.\\d+\\.\\d+)|\\[([0-9A-Fa-f:.]+)])(?::\\d+)?");

  private final List<Network> networks;

  private TrustedBalancers(List<Network> networks) {
    this.networks = networks;
  }

  /**
   * Those of this process, in whichever way the setting lists them.
   *
   * @throws StartRefused for what is neither an address nor a network
   */
  public static TrustedBalancers of(Environment environment) {
    return of(
        Binder.get(environment).bind(SETTING, Bindable.listOf(String.class)).orElseGet(List::of));
  }

  /**
   * As the setting lists them.
   *
   * @throws StartRefused for what is neither an address nor a network
   */
  public static TrustedBalancers of(List<String> stated) {
    return new TrustedBalancers(
        stated(stated.stream()).stream().map(TrustedBalancers::network).toList());
  }

  private static Network network(String stated) {
    try {
      return Network.of(stated);
    } catch (IllegalArgumentException e) {
      throw new StartRefused(
          "%s (SLIPWAY_WEB_TRUSTED_PROXIES) lists addresses and networks, but has \"%s\"."
              .formatted(SETTING, stated),
          "Write them as numbers, separated by commas, such as 10.0.0.0/8,192.0.2.7.",
          e);
    }
  }

  /** Their networks. */
  public List<Network> networks() {
    return networks;
  }

  /**
   * Where a request comes from; empty where one of them has sent it and does not say for whom.
   *
   * @param peer the address at the other end of the connection
   * @param forwardedFor the values of {@code X-Forwarded-For}, read only if that is one of them:
   *     each adds at the right whom it had the request from
   */
  public Optional<String> client(String peer, Supplier<List<String>> forwardedFor) {
    if (networks.isEmpty() || !address(peer).map(this::trusts).orElse(false)) {
      return Optional.of(peer);
    }
    List<String> hops = stated(forwardedFor.get().stream().flatMap(COMMA::splitAsStream));
    Optional<InetAddress> client = Optional.empty();
    for (String hop : hops.reversed()) {
      client = address(hop);
      if (!client.map(this::trusts).orElse(false)) break;
    }
    return client.map(InetAddress::getHostAddress);
  }

  private boolean trusts(InetAddress address) {
    byte[] bytes = address.getAddress();
    return networks.stream().anyMatch(network -> network.holds(bytes));
  }

  /** Empty elements of a list say nothing (RFC 9110, 5.6.1.2). */
  private static List<String> stated(Stream<String> elements) {
    return elements.map(String::strip).filter(element -> !element.isEmpty()).toList();
  }

  private static Optional<InetAddress> address(String text) {
    var ported = WITH_PORT.matcher(text);
    String literal = text;
    if (ported.matches()) literal = ported.group(1) == null ? ported.group(2) : ported.group(1);
    try {
      return Optional.of(InetAddress.ofLiteral(literal));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
