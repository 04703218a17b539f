# Bases are pinned by tag. A digest would pin the bytes too: put one behind each tag where your registry's answer can be trusted.

FROM node:22.21-bookworm-slim AS pages
WORKDIR /build/web
COPY web/package.json web/package-lock.json web/.npmrc ./
RUN npm ci --include=dev --no-progress --loglevel=error
COPY web/ ./
RUN npm run build -- --logLevel=warn

FROM python:3.11-slim-bookworm AS release
RUN pip install --no-cache-dir --disable-pip-version-check uv==0.13.9
WORKDIR /build
COPY requirements.lock ./
RUN uv venv /opt/soulter \
  && uv venv /opt/builder \
  && uv pip install --no-cache --python /opt/builder --constraints requirements.lock hatchling editables
COPY pyproject.toml hatch_build.py README.md LICENSE alembic.ini ./
COPY migrations migrations
COPY src src
COPY --from=pages /build/web/dist web/dist
# The constraints bring the hashes: a package with other bytes than the lock names is not installed. What is compiled here need not be at each start.
RUN VIRTUAL_ENV=/opt/builder uv build --wheel --no-build-isolation --python /opt/builder/bin/python --out-dir dist \
  && uv pip install --no-cache --compile-bytecode --python /opt/soulter --constraints requirements.lock dist/*.whl

FROM python:3.11-slim-bookworm
ENV ENVIRONMENT=production PATH=/opt/soulter/bin:$PATH PYTHONDONTWRITEBYTECODE=1
RUN useradd --uid 10001 --create-home --home-dir /srv/soulter soulter
COPY --from=release /opt/soulter /opt/soulter
USER 10001
WORKDIR /srv/soulter
EXPOSE 5001
# Python is here anyway; curl is not.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["python", "-c", "import os, urllib.request as web; web.urlopen('http://127.0.0.1:' + os.environ.get('PORT', '5001') + '/readyz', timeout=3)"]
# Exec form: the server is process 1 and gets the platform's SIGTERM itself.
CMD ["soulter", "serve", "--web"]
