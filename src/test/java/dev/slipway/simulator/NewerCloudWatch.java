package dev.slipway.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A {@code CloudWatchClient} of a newer SDK than ours on a class path of its own, reached by
 * reflection. The build copies its jars to {@code target/cloudwatch-cbor}.
 */
final class NewerCloudWatch implements AutoCloseable {

  private static final Path JARS = Path.of("target/cloudwatch-cbor");
  private static final String SDK = "software.amazon.awssdk.";

  private final URLClassLoader loader;
  private final AutoCloseable client;

  NewerCloudWatch(URI endpoint) {
    try (Stream<Path> jars = Files.list(JARS)) {
      URL[] urls =
          Stream.concat(jars, Stream.of(slf4j())).map(NewerCloudWatch::url).toArray(URL[]::new);
      loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Object credentials =
        invoke(
            null,
            method(type("auth.credentials.AwsBasicCredentials"), "create", 2),
            "AKIACBOR",
            "secret");
    Object provider =
        invoke(
            null,
            method(type("auth.credentials.StaticCredentialsProvider"), "create", 1),
            credentials);
    Object region = invoke(null, method(type("regions.Region"), "of", 1), "us-east-1");
    Object builder =
        invoke(null, method(type("services.cloudwatch.CloudWatchClient"), "builder", 0));
    set(builder, "endpointOverride", URI.class, endpoint);
    set(builder, "region", type("regions.Region"), region);
    set(builder, "credentialsProvider", type("auth.credentials.AwsCredentialsProvider"), provider);
    client = (AutoCloseable) within(() -> call(builder, "build"));
  }

  /** The SDK finds its HTTP client by the thread's own class loader. */
  private Object within(Supplier<Object> action) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return action.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Calls an operation; a failure is the client's own exception. */
  Object call(String operation, Map<String, Object> members) {
    String shape = Character.toUpperCase(operation.charAt(0)) + operation.substring(1) + "Request";
    Class<?> request = type("services.cloudwatch.model." + shape);
    Object builder = invoke(null, method(request, "builder", 0));
    members.forEach((name, value) -> set(builder, name, value));
    Object built = call(builder, "build");
    return call(operation, built);
  }

  /** Calls an operation with its request shape. */
  Object call(String operation, Object request) {
    for (Method method : type("services.cloudwatch.CloudWatchClient").getMethods()) {
      if (method.getName().equals(operation)
          && Arrays.equals(method.getParameterTypes(), new Class<?>[] {request.getClass()})) {
        return within(() -> invoke(client, method, request));
      }
    }
    throw new IllegalArgumentException(operation);
  }

  /** A builder of a shape by its simple name. */
  Object builder(String shape) {
    return invoke(null, method(type("services.cloudwatch.model." + shape), "builder", 0));
  }

  /** Sets a member of a builder by its field. */
  static void set(Object field, Object builder, Object value) {
    Object unused = invoke(field, method(field.getClass(), "set", 2), builder, value);
  }

  /** A member of a shape by its field; null when it is not set. */
  static @Nullable Object value(Object field, Object shape) {
    return invoke(field, method(field.getClass(), "getValueOrDefault", 1), shape);
  }

  /** The field of a list's members. */
  static Object member(Object field) {
    try {
      Class<?> trait = field.getClass().getClassLoader().loadClass(SDK + "core.traits.ListTrait");
      return call(invoke(field, method(field.getClass(), "getTrait", 1), trait), "memberFieldInfo");
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A member of an answer. */
  static Object get(Object shape, String member) {
    return call(shape, member);
  }

  /** The error code that the client read. */
  static String code(Throwable failure) {
    return String.valueOf(call(call(failure, "awsErrorDetails"), "errorCode"));
  }

  @Override
  public void close() {
    try {
      client.close();
      loader.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private Class<?> type(String name) {
    try {
      return loader.loadClass(SDK + name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void set(Object builder, String name, Object value) {
    for (Method method : builder.getClass().getMethods()) {
      Class<?>[] types = method.getParameterTypes();
      if (method.getName().equals(name)
          && types.length == 1
          && (types[0].isInstance(value)
              || (types[0] == Collection.class && value instanceof List))) {
        Object unused = invoke(builder, method, value);
        return;
      }
    }
    throw new IllegalArgumentException("There is no " + name + " for " + value.getClass());
  }

  private static void set(Object builder, String name, Class<?> type, Object value) {
    try {
      Object unused = invoke(builder, builder.getClass().getMethod(name, type), value);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object call(Object target, String name) {
    return invoke(target, method(target.getClass(), name, 0));
  }

  private static Method method(Class<?> type, String name, int parameters) {
    return Arrays.stream(type.getMethods())
        .filter(method -> method.getName().equals(name))
        .filter(method -> method.getParameterCount() == parameters)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(type + " has no " + name));
  }

  private static Object invoke(@Nullable Object target, Method method, Object... arguments) {
    try {
      method.setAccessible(true);
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path slf4j() {
    return Path.of(
        URI.create(
            LoggerFactory.class.getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }
}
