"""The files in deploy/: what can be checked of them without the platforms that they are for."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from prometheus_client import generate_latest

from bot.deployment import Deployment
from bot.handlers.kernel.services import Measures

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
OPERATING = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
OBJECTS = list(yaml.safe_load_all((DEPLOY / "kubernetes" / "desk.yaml").read_text("utf-8")))


def only(required: str = "", **properties: Any) -> dict[str, Any]:
    """An object with these fields and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": required.split(),
        "additionalProperties": False,
    }


TEXT, NUMBER, FLAG, TEXTS = (
    {"type": "string"},
    {"type": "integer"},
    {"type": "boolean"},
    {"type": "object", "additionalProperties": {"type": "string"}},
)
NAMED = only("name", name=TEXT)
PROBE = only(
    "httpGet",
    httpGet=only("path port", path={"enum": ["/healthz", "/readyz"]}, port={"const": "health"}),
    periodSeconds=NUMBER,
    timeoutSeconds=NUMBER,
    failureThreshold=NUMBER,
)
CONTAINER = only(
    "name image args resources securityContext",
    name=TEXT,
    image={"type": "string", "pattern": r":[\d.]+$"},
    args={"type": "array", "items": TEXT},
    workingDir=TEXT,
    envFrom={
        "type": "array",
        "items": only(configMapRef=NAMED, secretRef=NAMED),
        "contains": {"required": ["secretRef"]},
    },
    ports={"type": "array", "items": only("containerPort", name=TEXT, containerPort=NUMBER)},
    startupProbe=PROBE,
    livenessProbe=PROBE,
    readinessProbe=PROBE,
    lifecycle=only(preStop=only(exec=only(command={"type": "array", "items": TEXT}))),
    resources=only("requests limits", requests=TEXTS, limits=TEXTS),
    securityContext=only(
        "allowPrivilegeEscalation readOnlyRootFilesystem capabilities",
        allowPrivilegeEscalation={"const": False},
        readOnlyRootFilesystem={"const": True},
        capabilities=only("drop", drop={"const": ["ALL"]}),
    ),
    volumeMounts={"type": "array", "items": only("name mountPath", name=TEXT, mountPath=TEXT)},
)
POD = only(
    "containers securityContext",
    automountServiceAccountToken={"const": False},
    terminationGracePeriodSeconds={"type": "integer", "minimum": 60},
    restartPolicy={"const": "Never"},
    securityContext=only(
        "runAsNonRoot",
        runAsNonRoot={"const": True},
        runAsUser=NUMBER,
        fsGroup=NUMBER,
        seccompProfile=only("type", type={"const": "RuntimeDefault"}),
    ),
    topologySpreadConstraints={
        "type": "array",
        "items": only(
            "maxSkew topologyKey whenUnsatisfiable labelSelector",
            maxSkew=NUMBER,
            topologyKey=TEXT,
            whenUnsatisfiable={"enum": ["ScheduleAnyway", "DoNotSchedule"]},
            labelSelector=only(matchLabels=TEXTS),
        ),
    },
    containers={"type": "array", "items": CONTAINER, "minItems": 1},
    volumes={
        "type": "array",
        "items": only(
            "name",
            name=TEXT,
            emptyDir=only(sizeLimit=TEXT),
            persistentVolumeClaim=only("claimName", claimName=TEXT),
        ),
    },
)
TEMPLATE = only("spec", metadata=only(labels=TEXTS, annotations=TEXTS), spec=POD)
SPECS = {
    ("apps/v1", "Deployment"): only(
        "selector template",
        replicas=NUMBER,
        selector=only("matchLabels", matchLabels=TEXTS),
        strategy=only(
            type={"const": "RollingUpdate"},
            rollingUpdate=only(maxSurge=NUMBER, maxUnavailable={"const": 0}),
        ),
        template=TEMPLATE,
    ),
    ("batch/v1", "CronJob"): only(
        "schedule jobTemplate",
        schedule={"type": "string", "pattern": r"^[\d*/, -]+$"},
        concurrencyPolicy={"enum": ["Allow", "Forbid", "Replace"]},
        successfulJobsHistoryLimit=NUMBER,
        failedJobsHistoryLimit=NUMBER,
        jobTemplate=only(
            "spec",
            spec=only(
                "template", backoffLimit=NUMBER, activeDeadlineSeconds=NUMBER, template=TEMPLATE
            ),
        ),
    ),
    ("v1", "Service"): only(
        "selector ports",
        selector=TEXTS,
        ports={"type": "array", "items": only("port", name=TEXT, port=NUMBER, targetPort=TEXT)},
    ),
    ("policy/v1", "PodDisruptionBudget"): only(
        "selector", minAvailable=NUMBER, selector=only("matchLabels", matchLabels=TEXTS)
    ),
    ("networking.k8s.io/v1", "Ingress"): {"type": "object", "required": ["rules", "tls"]},
    ("v1", "PersistentVolumeClaim"): only(
        "accessModes resources",
        accessModes={"type": "array", "items": {"enum": ["ReadWriteOnce", "ReadWriteMany"]}},
        resources=only("requests", requests=TEXTS),
    ),
}
"""The fields of the API of Kubernetes that desk.yaml uses
(https://kubernetes.io/docs/reference/kubernetes-api/): a slip in a name is found."""


@pytest.mark.parametrize("thing", OBJECTS, ids=lambda one: one["kind"])
def test_each_object_of_kubernetes_has_known_fields_alone(thing: dict[str, Any]) -> None:
    if thing["kind"] == "ConfigMap":
        assert thing.keys() == {"apiVersion", "kind", "metadata", "data"}
        return
    assert thing.keys() == {"apiVersion", "kind", "metadata", "spec"}
    jsonschema.validate(thing["spec"], SPECS[thing["apiVersion"], thing["kind"]])


def test_what_names_another_object_of_kubernetes_names_one_that_is_there() -> None:
    by_kind = {one["kind"]: one for one in OBJECTS}
    worker = by_kind["Deployment"]["spec"]
    labels = worker["template"]["metadata"]["labels"]
    for selector in (
        worker["selector"]["matchLabels"],
        by_kind["Service"]["spec"]["selector"],
        by_kind["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"],
    ):
        assert selector == labels
    job = by_kind["CronJob"]["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    [worker_pod, backup] = worker["template"]["spec"]["containers"] + job["containers"]
    assert worker_pod["image"] == backup["image"]
    assert by_kind["PodDisruptionBudget"]["spec"]["minAvailable"] < worker["replicas"]
    [rule] = by_kind["Ingress"]["spec"]["rules"]
    [path] = rule["http"]["paths"]
    assert path["path"] == "/slack/", "health and measures stay inside"
    assert path["backend"]["service"]["name"] == by_kind["Service"]["metadata"]["name"]
    for pod in (worker["template"]["spec"], job):
        volumes = {volume["name"] for volume in pod["volumes"]}
        assert {m["name"] for c in pod["containers"] for m in c["volumeMounts"]} == volumes
    claims = [v["persistentVolumeClaim"]["claimName"] for v in job["volumes"][:1]]
    assert claims == [by_kind["PersistentVolumeClaim"]["metadata"]["name"]]
    data = by_kind["ConfigMap"]["data"]
    assert {name.lower() for name in data} <= set(Deployment.model_fields)
    assert not re.search(r"xox|xapp|:[^/@]+@", str(OBJECTS)), "secrets by reference alone"


@pytest.mark.parametrize("path", sorted((DEPLOY / "systemd").iterdir()), ids=lambda p: p.name)
def test_a_unit_of_systemd_is_one(path: Path, tmp_path: Path) -> None:
    if path.suffix == ".timer":
        assert (path.with_suffix(".service")).is_file()
    text = path.read_text(encoding="utf-8")
    text = text.replace("/opt/advocacy-desk/venv/bin/advocacy", sys.executable)
    name = path.name.replace("@.", "@3000.")
    for other in (DEPLOY / "systemd").iterdir():
        (tmp_path / other.name).write_text(other.read_text("utf-8"), "utf-8")
    (tmp_path / name).write_text(text, "utf-8")
    if program := shutil.which("systemd-analyze"):
        ended = subprocess.run(
            [program, "verify", tmp_path / name], capture_output=True, text=True, check=False
        )
        told = [line for line in ended.stderr.splitlines() if name in line]
        told = [line for line in told if "is not executable" not in line]
        assert not told
    sections = re.findall(r"^\[(\w+)\]$", text, re.M)
    assert sections[0] == "Unit" and set(sections) <= {"Unit", "Service", "Timer", "Install"}


def test_alarms_and_dashboard_name_measures_that_there_are_and_alarms_are_explained() -> None:
    measures = Measures()
    measures.deliveries.labels("event", "done")
    measures.seconds.labels("event")
    measures.replies.labels("answer", "en")
    measures.certainty.labels("answer")
    measures.refused.labels("not signed")
    measures.by_words.labels("it ended")
    there = set(re.findall(r"^(\w+)[{ ]", generate_latest(measures.registry).decode(), re.M))
    alerts = yaml.safe_load((DEPLOY / "prometheus" / "alerts.yaml").read_text("utf-8"))
    rules = alerts["groups"][0]["rules"]
    board = json.loads((DEPLOY / "grafana-dashboard.json").read_text("utf-8"))
    panels = board["panels"]
    said = [rule["expr"] for rule in rules]
    said += [target["expr"] for panel in panels for target in panel["targets"]]
    named = {name for text in said for name in re.findall(r"\badvocacy_\w+", text)}
    assert named and named <= there
    labels = {name for text in said for name in re.findall(r"(\w+)=\"", text)}
    assert labels <= {"job", "outcome", "kind", "language"}
    assert [f"### {rule['alert']}" in OPERATING for rule in rules] == [True] * len(rules)
    assert len({panel["id"] for panel in panels}) == len(panels)
    for left, right in ((a, b) for a in panels for b in panels if a["id"] < b["id"]):
        assert not _overlap(left["gridPos"], right["gridPos"]), (left["title"], right["title"])


def _overlap(a: dict[str, int], b: dict[str, int]) -> bool:
    across = a["x"] < b["x"] + b["w"] and b["x"] < a["x"] + a["w"]
    return across and a["y"] < b["y"] + b["h"] and b["y"] < a["y"] + a["h"]


def test_litestream_and_the_image_name_what_there_is() -> None:
    streams = yaml.safe_load((DEPLOY / "litestream.yml").read_text("utf-8"))
    unit = (DEPLOY / "systemd" / "advocacy-desk.service").read_text("utf-8")
    [one] = streams["dbs"]
    folder = re.search(r"^WorkingDirectory=(.*)$", unit, re.M)
    assert folder and one["path"] == f"{folder[1]}/desk.sqlite"
    image = (DEPLOY / "Dockerfile").read_text("utf-8")
    for sources in re.findall(r"^COPY (?!--from)(.+) \S+$", image, re.M):
        for source in sources.split():
            assert (ROOT / source).exists(), source


@pytest.mark.parametrize("name", ["compose.yaml", "compose-many.yaml"])
def test_a_container_has_no_rights_that_it_does_not_need(name: str) -> None:
    file = yaml.safe_load((DEPLOY / name).read_text("utf-8"))
    desk = file["services"]["desk"]
    assert desk["read_only"] is True and desk["cap_drop"] == ["ALL"]
    assert desk["ulimits"]["core"] == 0
    build = desk["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).is_file()
    written = {folder.partition(":")[2] for folder in desk.get("volumes", ())} | set(desk["tmpfs"])
    assert {"/tmp", "/data"} <= written  # noqa: S108 (paths in the container)
    image = (DEPLOY / "Dockerfile").read_text("utf-8")
    assert "\nUSER 10001\n" in image and "ADVOCACY_DATABASE=/data/desk.sqlite" in image


@pytest.mark.parametrize(
    ("schema", "files"),
    [("compose-spec", "deploy/compose*.yaml"), ("github-workflows", ".github/workflows/*.yml")],
)
def test_files_for_other_programs_keep_to_their_schema(schema: str, files: str) -> None:
    program = Path(sys.executable).with_name("check-jsonschema")
    command = [program, "--builtin-schema", f"vendor.{schema}", *sorted(ROOT.glob(files))]
    assert len(command) > 3
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_every_file_is_told_of_with_how_it_was_tried() -> None:
    told = (DEPLOY / "README.md").read_text("utf-8")
    for path in DEPLOY.rglob("*"):
        if path.is_file() and path.name != "README.md":
            name = path.relative_to(DEPLOY)
            assert f"`{name}`" in told or f"`{name.suffix}`" in told, name
