package dev.slipway.web;

import dev.slipway.base.Network;
import dev.slipway.base.TrustedBalancers;
import java.util.stream.Collectors;
import org.apache.catalina.valves.RemoteIpValve;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Takes the client's address, and whether it came over https, from {@code X-Forwarded-For} and
 * {@code X-Forwarded-Proto} where one of the {@link TrustedBalancers} has sent the request.
 */
@Component
class TrustedProxies implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> {

  private final TrustedBalancers balancers;

  TrustedProxies(Environment environment) {
    balancers = TrustedBalancers.of(environment);
  }

  @Override
  public void customize(ConfigurableTomcatWebServerFactory factory) {
    if (balancers.networks().isEmpty()) return;
    RemoteIpValve valve = new RemoteIpValve();
    // It takes networks where each has its length, and regular expressions where none has.
    valve.setInternalProxies(
        balancers.networks().stream().map(Network::toString).collect(Collectors.joining(",")));
    valve.setHostHeader("X-Forwarded-Host");
    valve.setPortHeader("X-Forwarded-Port");
    factory.addEngineValves(new ForwardedClient(balancers), valve);
  }
}
