# The service alone, for an external graph (docker-compose.yml) or with its embedded one (mount /var/lib/quanjing).
FROM python:3.12-slim AS build
WORKDIR /src
COPY requirements/install.lock requirements/run.lock requirements/
RUN python -m pip install --no-cache-dir --require-hashes -r requirements/install.lock \
    && uv venv /opt/quanjing \
    && VIRTUAL_ENV=/opt/quanjing uv pip install --no-cache --compile-bytecode --require-hashes -r requirements/run.lock
COPY pyproject.toml README.md LICENSE ./
COPY models models
COPY loaders loaders
COPY cypher cypher
COPY app app
RUN python -m hatchling build -t wheel -d /dist \
    && VIRTUAL_ENV=/opt/quanjing uv pip install --no-cache --compile-bytecode --no-deps /dist/*.whl

FROM python:3.12-slim
RUN groupadd --gid 10001 quanjing \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /var/lib/quanjing --shell /usr/sbin/nologin quanjing \
    && install -d -o quanjing -g quanjing -m 0700 /var/lib/quanjing
COPY --from=build /opt/quanjing /opt/quanjing
ENV PATH=/opt/quanjing/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    QUANJING_HOME=/var/lib/quanjing \
    QUANJING_HOST=0.0.0.0 \
    QUANJING_PORT=8000
USER 10001:10001
WORKDIR /var/lib/quanjing
VOLUME ["/var/lib/quanjing"]
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=8s --retries=6 --start-period=60s \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen('http://127.0.0.1:' + os.environ['QUANJING_PORT'] + '/ready', timeout=5)"]
CMD ["quanjing", "serve"]
