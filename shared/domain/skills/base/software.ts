/**
 * Skills of software: languages, frameworks, databases, tools and fields. A line is a skill, then its other spellings
 * after a colon. Spellings that differ only in letter case, width, blanks, dots, hyphens and underscores are one already,
 * and so are versions (MySQL 8.0) and words like 开发 and 数据库 after a name of letters; see `base.ts` for the marks.
 */
export const SOFTWARE = `
Java: jdk, jvm, jvm原理, java语言, 标准java, javas, iava, 对日java, 日语java, java技术栈
JavaScript: js-, javascripts, es6, ecmascript, ecmascript6
TypeScript: ts-
Python: py-, pyhton, phyton, python库
C-: c语言, 纯c, linux c, c语言程序设计
C++: cpp, cplusplus, c plus plus, vc++, visual c++, 现代c++, c++11, c++14, c++17, c++语言
C#: csharp, c sharp, c#.net, c#语言, visual c#
.NET: dotnet, net-, .net core, .netcore, dotnetcore, .net平台, .net framework, dot net
ASP.NET: asp.net core, asp.net mvc
Go-: golang, go语言, go lang
R-: r语言, r studio, rstudio, rlang
PHP: php语言
Ruby~: ruby on rails, rails~, ror-
Rust~: rust语言
Scala
Kotlin: kotlin语言
Swift~: swift语言, swiftui
Objective-C: objectivec, oc-, objc, object-c, objective c
Perl~
Lua: lua脚本, lua语言
Dart~
Julia~
Groovy~
Erlang
Haskell
Clojure
Cython
Visual Basic: vb, vb6, vb语言
VB.NET: vbnet
VBA: excel vba, excel宏, excel宏工具
VBScript: vbs
Delphi~
COBOL
Fortran
MATLAB: matlab仿真, matlab建模, mathlab
Simulink
Stateflow
Assembly-: 汇编, 汇编语言
Shell~: shell脚本, bash, shell编程, linux shell, shell script
PowerShell
SQL: sql语句, sql编程, sql查询, sql脚本, sql语言, sql数据查询, sql语法
PL/SQL: plsql, pl/sql编程
T-SQL: tsql, transact-sql
HTML: html5, h5, html/css, xhtml, dhtml
CSS: css3, div+css, divcss
Sass~: scss
Less~
XML
XAML
JSON
GraphQL
Spring~: spring框架, spring framework, srping
Spring Boot: springboot框架
Spring Cloud: springcolud, spring cloud alibaba, springcloudalibaba
Spring MVC: spring-mvc框架
Spring Data
Spring Security
MyBatis: ibatis, mybatis框架, batis
MyBatis-Plus: mybatisplus
Hibernate: hibernate框架
JPA
SSH-: ssh框架
SSM-: ssm框架
Struts: struts2
Dubbo
Netty
JSP
Servlet
Java EE: javaee, j2ee, j2ee体系架构, jakarta ee
Java SE: javase, j2se
JavaWeb: java web
Tomcat: apache tomcat
JBoss
WebLogic
WebSphere
Maven~
Gradle
Nacos
Sentinel~
Seata
JeecgBoot: jeecg
RuoYi: 若依
Django: django框架
Flask~: flask框架
FastAPI: fast api框架
Tornado~: tornado框架
SQLAlchemy
Celery~
Scrapy: scrapy框架
Selenium
Playwright
Pytest
Robot Framework: robotframework
NumPy
pandas
SciPy
Matplotlib
scikit-learn: sklearn, scikitlearn
PyTorch: torch-
TensorFlow: tf-
Keras
Caffe~
PaddlePaddle: paddle-, 飞桨
MXNet
XGBoost
LightGBM
OpenCV
Halcon
VisionPro
CUDA
TensorRT
ONNX
YOLO: yolov5, yolov8
Hugging Face
LangChain
LLM: 大语言模型, 大模型, llms
RAG-
AIGC: 生成式ai, 生成式人工智能
ChatGPT: gpt-
Stable Diffusion
PyQt
Qt: qt框架, qt编程
QML
MFC
WPF
WinForms: winform, windows forms
ABP-: abp框架
Electron~
Vue.js: vue, vuejs框架, vue框架, vue全家桶, vue技术栈
Vuex
React~: reactjs, react.js, react框架
React Native: rn-
Angular: angularjs, angular.js
jQuery
Ajax~
Bootstrap~
Node.js: node-, node后端
Express~: express.js
NestJS
Next.js
Nuxt
Webpack: web pack
Vite
Element UI: elementui, element plus
Ant Design: antd, ant design vue
ECharts: echart
Three.js: threejs
WebGL
D3.js: d3-
uni-app: uniapp
微信小程序+: 小程序, 小程序开发, 微信小程序开发, 小程序前端
Flutter: flutterapp
Android: 安卓, android开发, andorid, 安卓开发, android sdk
iOS: ios开发, 苹果开发
鸿蒙+: harmonyos, 鸿蒙开发, openharmony
Unity~: unity3d, u3d, unity引擎
Unreal Engine: ue4, ue5, unreal, 虚幻引擎, 虚幻4
Cocos~: cocos2d, cocos creator, cocos2d-x
OpenGL: open gl
DirectX
Vulkan~
GIS: 地理信息系统, webgis, gis开发, arcgis, 地理信息
MySQL: mysql数据库, my sql, mysql数据库开发, mysql5.7, mysql8.0, my-sql, mysql优化, mysql语言
Oracle: oracle数据库, orcale, oracle db, oracle database, orcal, oralce
SQL Server: sqlserver, mssql, ms sql, mssqlserver, sqlserver数据库, ms sql server, mssql数据库
PostgreSQL: postgres, pgsql, postgre, postgresql数据库, pg-
SQLite: sqlite3
DB2
Sybase
Redis: redis缓存, redis集群
MongoDB: mongo, mongodb数据库
Memcached: memcache
Elasticsearch: es-, elastic search, elk, elasticsearch搜索
Solr
HBase
Neo4j
Cassandra~
ClickHouse
Doris~: apache doris
StarRocks
TiDB
OceanBase
达梦+: 达梦数据库, dm8
人大金仓+: kingbase, kingbasees
TimescaleDB
InfluxDB
NoSQL: nosql数据库
Hadoop: hadoop生态, hadoop平台
HDFS
MapReduce
Hive~: hivesql, hive sql
Spark~: apache spark, spark sql, sparksql, spark streaming, pyspark
Flink
Storm~
Kafka
RabbitMQ
RocketMQ
ActiveMQ
ZeroMQ
MQTT: mqtt协议
ZooKeeper
Sqoop
Flume
DataX
Kettle~
Airflow~
ETL: etl开发
数据仓库+: 数仓, data warehouse, 数据仓库项目, 数仓开发
数据中台+
数据治理+
BI-: 商业智能, bi报表, bi开发
Power BI: powerbi
Tableau
FineReport: 帆软, finebi
SPSS
SAS
Stata
EViews
Linux: linux系统, linux操作系统, linux服务器, linux运维
Ubuntu
CentOS
Red Hat: redhat, rhel
Unix
Windows~: windows系统, window-, windows server, windows操作系统
macOS
Docker: docker容器, docker容器技术
Kubernetes: k8s, k8s容器
OpenStack
VMware: esxi, vsphere, vmware虚拟化
KVM-
Istio~
Helm~
Ansible~
Terraform
Jenkins
GitLab
GitHub
Git: git代码管理, git版本管理
SVN: subversion, svn代码管理
CI/CD: cicd, 持续集成, ci / cd, 持续交付
DevOps: devopt, devops开发
Nginx: nginx服务器
Apache~
OpenResty
Zabbix
Prometheus~
Grafana
Jira
Confluence~
禅道+
Postman
JMeter: jemeter
LoadRunner: lr压测
Appium
Fiddler
Charles-
SonarQube
AWS: 亚马逊云, aws云
Azure: 微软云
阿里云+: aliyun
腾讯云+
华为云+
GCP: google cloud
微服务+: 微服务架构, 微服务框架, 微服务开发, 微服务技术
分布式+: 分布式系统, 分布式架构, 分布式技术, 分布式开发
分布式事务
分布式存储
高并发+: 并发, 高并发系统, 高并发编程
多线程+: 多线程编程, 多线程并发, 多线程开发, java多线程
设计模式+
消息队列+: mq-, 消息中间件
中间件+
负载均衡
容器: 容器技术, 容器化
云计算+: 云计算技术
云原生+
虚拟化
数据结构+: 数据结构与算法, 数据结构算法
算法: 算法开发, 算法设计, 软件算法, 数学算法
算法优化
机器学习+: machine learning, 机器学习算法, 机器学习建模
深度学习+: deep learning, 深度学习框架, 深度学习算法, 深度学习模型
强化学习+: 强化学习算法
人工智能+: ai-, 人工智能算法, ai算法
自然语言处理+: nlp, 自然语言理解
计算机视觉+: cv-, computer vision
图像处理+: 图像处理算法, 图像算法, 数字图像处理
图像识别+
机器视觉+: 机器视觉系统, 机器视觉软件, 视觉系统
目标检测
语音识别+
知识图谱+
推荐系统+: 推荐算法, 搜索推荐
数据挖掘+: 大数据挖掘
数据分析+: 数据分析师技能, 数据分析处理, data analysis
数据可视化+
数据建模: 大数据建模
数据采集: 采集数据
数据清洗
大数据+: 大数据开发, 大数据技术, 大数据处理, big data
爬虫+: 网络爬虫, 爬虫开发, python爬虫, 爬虫技术, 网页爬虫, 爬虫系统, 爬虫抓取, 网页抓取, web爬虫
反爬+: 反爬虫
数据库: 数据库开发, 数据库技术
数据库设计+: 数据库建模
数据库管理
软件开发: 软件研发, 软件程序开发
软件设计: 软件开发设计
软件测试+: 软件功能测试, 软件测试技术, 软件系统测试
性能测试+: 压力测试, 压测
功能测试+
接口测试+: api测试
自动化测试+: 自动化测试开发, ui自动化
单元测试+
集成测试
回归测试
系统测试
测试用例: 编写测试用例, 测试用例编写, 测试用例设计
测试开发+
前端+: 前端开发, web前端, web前端开发, 前端技术
后端+: 后端开发, 后台开发, 服务端开发, 服务器端开发, 后端软件开发, 后端服务开发
全栈+: 全栈开发, 全栈项目
Web: web开发, web应用
RESTful: rest api, restful api
网络编程: socket编程
Socket: socket通信
TCP/IP: tcp/ip协议, tcpip, tcp/ip协议栈
HTTP: http协议
WebSocket
gRPC
Protobuf
网络安全+: 信息安全
渗透测试+
逆向+: 逆向工程
区块链+: blockchain
音视频+: 音视频开发, 音视频处理
FFmpeg
WebRTC
UI设计: ui-, ui界面设计
交互设计: ue-, ux设计
平面设计
Axure: axurerp
Figma
Sketch~
Photoshop: ps-
Illustrator: ai软件
CorelDRAW: cdr
After Effects: ae-
Premiere: pr-
3ds Max: 3dmax, 3dsmax
Maya~
Blender~
Cinema 4D: c4d
SketchUp: su-
酷家乐
ERP: erp系统, erp系统开发, erp开发, erp软件
CRM: crm系统
OA-: oa系统, oa软件
MES: mes系统, mes系统开发
WMS: wms系统
TMS-
PLM: plm系统
SCADA
SAP: sap系统, sap abap
ABAP
Odoo
金蝶+: 金蝶系统, 金蝶软件, 金蝶k3
用友+: 用友软件, 用友u8
Salesforce
SaaS: saas软件, sass系统
PaaS-
RPA: rpa开发
IoT: 物联网, 物联网技术, 物联网开发
敏捷开发+: scrum, 敏捷
UML
Excel~: excle, excel表格, excl
Word~: word文档
PowerPoint: ppt, ppt制作
Office~: office软件, 办公软件, office办公软件, microsoft office, ms office, 微软办公软件
WPS: wps办公软件
Access-
Visio
Visual Studio: vs-
IntelliJ IDEA: idea-
Eclipse~
PyCharm
`;
