package dev.slipway.simulator.sagemaker;

import dev.slipway.base.Ids;
import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.wire.Caller;
import dev.slipway.simulator.wire.ServiceException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointRequest;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointResponse;

/**
 * Invocations with a session: opened by {@code NEW_SESSION}, then kept to the variant that answered
 * first. Without a session id it is a plain invocation. On AWS the container makes the id and its
 * end; here the simulator does, with 20 minutes. Kept in memory: a restart ends every session, as
 * it ends the instances that had them.
 */
public final class StickySessions {

  private static final String NEW = "NEW_SESSION";
  private static final Duration LIFE = Duration.ofMinutes(20);
  private static final int KEPT = 10_000;

  private record Session(Scope scope, String endpoint, String variant, Instant expires) {}

  private final RuntimeApi runtime;
  private final InstantSource clock;
  private final Map<String, Session> sessions =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Session> eldest) {
          return size() > KEPT;
        }
      };

  public StickySessions(RuntimeApi runtime, InstantSource clock) {
    this.runtime = runtime;
    this.clock = clock;
  }

  public InvokeEndpointResponse invokeEndpoint(InvokeEndpointRequest request, Caller caller) {
    String id = request.sessionId();
    if (id == null) {
      return runtime.invokeEndpoint(request, caller);
    }
    return id.equals(NEW) ? opened(request, caller) : kept(id, request, caller);
  }

  private InvokeEndpointResponse opened(InvokeEndpointRequest request, Caller caller) {
    InvokeEndpointResponse answer = runtime.invokeEndpoint(request, caller);
    String id = Ids.next().toString();
    Instant expires = clock.instant().plus(LIFE).truncatedTo(ChronoUnit.SECONDS);
    Session session =
        new Session(
            Scope.of(caller), request.endpointName(), answer.invokedProductionVariant(), expires);
    synchronized (sessions) {
      sessions.put(id, session);
    }
    return answer.toBuilder().newSessionId(id + "; Expires=" + expires).build();
  }

  private InvokeEndpointResponse kept(String id, InvokeEndpointRequest request, Caller caller) {
    Session session;
    synchronized (sessions) {
      session = sessions.get(id);
    }
    if (session == null
        || !session.scope().equals(Scope.of(caller))
        || !session.endpoint().equals(request.endpointName())) {
      throw new ServiceException(400, "ValidationError", "Session " + id + " not found.");
    }
    if (!clock.instant().isBefore(session.expires())) {
      synchronized (sessions) {
        sessions.remove(id);
      }
      InvokeEndpointResponse last = runtime.invokeEndpoint(request, caller);
      return last.toBuilder().closedSessionId(id).build();
    }
    return runtime.invokeEndpoint(
        request.toBuilder().targetVariant(session.variant()).build(), caller);
  }
}
