# The image of Navish: the program and what a C program needs, no shell. Build it from a checkout: docker build -t navish .
# For other processors: docker buildx build --platform linux/amd64,linux/arm64 .

# Runs where it is built, whatever it is built for: Bun compiles for other processors.
FROM --platform=$BUILDPLATFORM docker.io/oven/bun:1.4.5-slim AS build
WORKDIR /build
COPY package.json bun.lock ./
RUN bun install --frozen-lockfile
COPY . .
ARG TARGETARCH=amd64
ARG SOURCE_COMMIT=
ARG SOURCE_DATE_EPOCH=
RUN set -e; \
    case "$TARGETARCH" in amd64) target=linux-x64 ;; arm64) target=linux-arm64 ;; *) exit 1 ;; esac; \
    export SOURCE_COMMIT SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-$(date +%s)}"; \
    bun src/release/release.ts --no-packages --only "$target"; \
    mkdir -p /out/usr/bin; \
    mkdir -p -m 0700 /out/volume/data; \
    mv "dist/release/navish-$target" /out/usr/bin/navish

# Debian's C library, certificates and time zones; nothing that could be run but Navish.
FROM gcr.io/distroless/cc-debian12:latest
ARG VERSION=
ARG SOURCE_COMMIT=
LABEL org.opencontainers.image.title="Navish" \
      org.opencontainers.image.description="Turns Sentry webhooks into alerts you can trust" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$SOURCE_COMMIT"
COPY --from=build /out/usr/bin/navish /usr/bin/navish
# A number, so that orchestrators see that it is not root; the volume takes over its owner.
COPY --from=build --chown=65532:65532 /out/volume/ /
USER 65532:65532
# DO_NOT_TRACK: the runtime has a crash reporter; it is not to send anything to anybody.
ENV NAVISH_HOST=0.0.0.0 \
    NAVISH_DATA_DIR=/data \
    DO_NOT_TRACK=1
VOLUME /data
EXPOSE 8077
STOPSIGNAL SIGTERM
# The first start after an upgrade may rewrite a large database; what fails meanwhile does not count.
HEALTHCHECK --interval=30s --timeout=10s --start-period=10m --retries=3 CMD ["/usr/bin/navish", "healthcheck"]
ENTRYPOINT ["/usr/bin/navish"]
CMD ["serve"]
