# docker build -t monitor .
# docker run -v "$PWD/sources.toml:/srv/monitor/sources.toml:ro" -v monitor-db:/srv/monitor/db monitor
ARG PYTHON=3.13

FROM python:${PYTHON}-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_NO_INPUT=1
WORKDIR /build
# The locks alone first: an edit of the program does not install the world again.
COPY requirements/build.txt requirements/runtime.txt requirements/
RUN python -m venv /opt/build \
 && /opt/build/bin/pip install --require-hashes -r requirements/build.txt \
 && python -m venv /opt/monitor \
 && /opt/monitor/bin/pip install --require-hashes -r requirements/runtime.txt
COPY pyproject.toml README.md LICENSE ./
COPY monitor/ monitor/
RUN /opt/build/bin/python -m hatchling build -t wheel -d dist \
 && /opt/monitor/bin/pip install --no-index --no-deps dist/*.whl \
 && /opt/monitor/bin/python -m compileall -q /opt/monitor/lib \
 && /opt/monitor/bin/pip uninstall -q -y pip

FROM python:${PYTHON}-slim
RUN useradd --system --uid 10001 --user-group --home-dir /srv/monitor --shell /usr/sbin/nologin monitor \
 && install -d -o monitor -g monitor -m 0750 /srv/monitor \
 && install -d -o monitor -g monitor -m 0700 /srv/monitor/db
COPY --from=build /opt/monitor /opt/monitor
COPY sources.toml /srv/monitor/sources.toml
ENV PATH=/opt/monitor/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /srv/monitor
USER monitor
VOLUME /srv/monitor/db
# SIGTERM drains: what is under way is finished or given back within 15 s.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=60s --timeout=10s --start-period=60s --retries=3 CMD ["monitor", "healthcheck"]
CMD ["monitor", "run"]
