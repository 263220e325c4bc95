package dev.slipway.web;

import dev.slipway.base.TrustedBalancers;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Leaves in {@code X-Forwarded-For} the client's address alone, as {@link TrustedBalancers} read
 * it. Tomcat takes it as it stands, with the port that some balancers add: each connection would
 * then be a client of its own.
 */
final class ForwardedClient extends ValveBase {

  private static final String FORWARDED_FOR = "X-Forwarded-For";

  private final TrustedBalancers balancers;

  ForwardedClient(TrustedBalancers balancers) {
    super(true);
    this.balancers = balancers;
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    List<String> stated = Collections.list(request.getHeaders(FORWARDED_FOR));
    if (!stated.isEmpty()) {
      balancers
          .client(request.getRemoteAddr(), () -> stated)
          .ifPresent(client ->
              request
                  .getCoyoteRequest()
                  .getMimeHeaders()
                  .setValue(FORWARDED_FOR)
                  .setString(client));
    }
    getNext().invoke(request, response);
  }
}
