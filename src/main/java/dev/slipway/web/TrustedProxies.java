package dev.slipway.web;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.catalina.valves.RemoteIpValve;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Takes the client's address, and whether it came over https, from {@code X-Forwarded-For} and
 * {@code X-Forwarded-Proto} where one of {@code slipway.web.trusted-proxies} has sent the request.
 * Everybody else's are left unread: whoever could say where they come from would be counted under
 * an address of their choice.
 */
@Component
class TrustedProxies implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> {

  private static final String SETTING = "slipway.web.trusted-proxies";
  private static final String ADDRESS = "[0-9A-Fa-f.:]+(/\\d{1,3})?";

  private final List<String> proxies;

  /** With addresses and networks ({@code 10.0.0.0/8}) separated by commas; none unless told. */
  TrustedProxies(@Value("${" + SETTING + ":}") List<String> proxies) {
    this.proxies = proxies;
  }

  @Override
  public void customize(ConfigurableTomcatWebServerFactory factory) {
    if (proxies.isEmpty()) return;
    RemoteIpValve valve = new RemoteIpValve();
    valve.setInternalProxies(networks());
    valve.setHostHeader("X-Forwarded-Host");
    valve.setPortHeader("X-Forwarded-Port");
    factory.addEngineValves(valve);
  }

  /** The valve takes networks where each has its length, and regular expressions where none has. */
  private String networks() {
    try {
      String networks =
          proxies.stream().map(TrustedProxies::network).collect(Collectors.joining(","));
      new RemoteIpValve().setInternalProxies(networks);
      return networks;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          SETTING + " lists addresses and networks, such as 10.0.0.0/8,192.0.2.7: " + proxies, e);
    }
  }

  private static String network(String text) {
    String stated = text.strip();
    if (!stated.matches(ADDRESS)) throw new IllegalArgumentException(text);
    if (stated.contains("/")) return stated;
    return stated + (stated.contains(":") ? "/128" : "/32");
  }
}
