# syntax=docker/dockerfile:1.17

FROM node:24.11.1-bookworm-slim AS dashboard
WORKDIR /build
COPY openapi.yaml ./
COPY src/main/frontend/ src/main/frontend/
RUN --mount=type=cache,target=/root/.npm cd src/main/frontend && npm ci && npm run build

FROM maven:3.9.11-eclipse-temurin-25 AS build
WORKDIR /build
COPY . .
COPY --from=dashboard /build/target/classes/dashboard/ target/classes/dashboard/
RUN --mount=type=cache,target=/root/.m2 mvn -B -q package -Dmaven.test.skip=true -DskipUi
# Not as one jar of jars: it starts in half the time, and classes can be shared between starts.
RUN java -Djarmode=tools -jar target/slipway-*.jar extract --layers --application-filename slipway.jar --destination extracted

FROM eclipse-temurin:25.0.1_8-jre-noble
RUN groupadd --system --gid 10001 slipway \
 && useradd --system --uid 10001 --gid slipway --home-dir /var/lib/slipway --create-home slipway
WORKDIR /opt/slipway
# From what changes least to what changes most.
COPY --from=build /build/extracted/dependencies/ ./
COPY --from=build /build/extracted/spring-boot-loader/ ./
COPY --from=build /build/extracted/snapshot-dependencies/ ./
COPY --from=build /build/extracted/application/ ./
USER slipway
ENV SLIPWAY_DATA_DIRECTORY=/var/lib/slipway
VOLUME /var/lib/slipway
EXPOSE 8080 8081
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=6 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /readyz HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200'"]
# An orderly stop may take a minute (docs/proxy.md): docker run --stop-timeout 60.
# The first orderly stop leaves the loaded classes on the volume; every start after it is faster.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=70", "-XX:+UseParallelGC", "-XX:MetaspaceSize=256m", "-XX:SweeperThreshold=60", "-XX:+UseCompactObjectHeaders", "-XX:+ExitOnOutOfMemoryError", "-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=/var/lib/slipway/classes.jsa", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-Dio.netty.noUnsafe=false", "-jar", "slipway.jar"]
